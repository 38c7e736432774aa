namespace Neuromorphic.Gradients;

/// <summary>Whether gradients pass through the decision to reset.</summary>
public enum ResetGradient
{
    /// <summary>The spike is a constant inside the reset: v' = u (1 - s) + v_reset s passes gradients to u, to v_reset, not to s. The default.</summary>
    Detached,
    /// <summary>The spike carries its surrogate there as well: dv'/du = 1 - s + (v_reset - u) g(u - v_th).</summary>
    Attached,
}
