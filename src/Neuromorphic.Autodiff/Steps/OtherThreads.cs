namespace Neuromorphic.Autodiff;

/// <summary>What the other threads of the process do while torch runs on this one.</summary>
public enum OtherThreads
{
    /// <summary>They allocate no managed memory. The default.</summary>
    Quiet,
    /// <summary>They do, and may so start garbage collections at any moment: collections are held back during each step.</summary>
    Allocate,
}
