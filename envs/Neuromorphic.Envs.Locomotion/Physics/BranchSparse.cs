using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>Factors branch-sparse matrices as L'DL and solves with the factors.</summary>
/// <remarks>Featherstone (2008), Rigid Body Dynamics Algorithms, tables 6.3 to 6.5.</remarks>
static class BranchSparse
{
    /// <summary>In place: L below the diagonal, and 1 / D on it.</summary>
    public static void Factor<R>(BranchSparsity sparsity, R[] matrix) where R : unmanaged, IReal<R>
    {
        for (int k = sparsity.Size - 1; k >= 0; k--) Factor(sparsity, matrix, k);
    }

    /// <summary>Row k, after all of its descendants.</summary>
    public static void Factor<R>(BranchSparsity sparsity, R[] matrix, int k) where R : unmanaged, IReal<R>
    {
        int[] branch = sparsity.Branches[k];
        R inverse = 1.0 / matrix[sparsity.Diagonal(k)];
        matrix[sparsity.Diagonal(k)] = inverse;
        for (int depth = branch.Length - 2; depth >= 0; depth--)
        {
            int at = sparsity.Index(k, depth);
            R factor = matrix[at] * inverse;
            for (int j = 0; j <= depth; j++)
                matrix[sparsity.Index(branch[depth], j)] -= factor * matrix[sparsity.Index(k, j)];
            matrix[at] = factor;
        }
    }

    /// <summary>Replaces the right side by the solution.</summary>
    public static void Solve<R>(BranchSparsity sparsity, R[] factors, R[] x) where R : unmanaged, IReal<R>
    {
        for (int k = sparsity.Size - 1; k >= 0; k--) Eliminate(sparsity, factors, x, k);
        for (int k = 0; k < sparsity.Size; k++) Substitute(sparsity, factors, x, k);
    }

    /// <summary>Takes the known part of row k out of its ancestors' right sides.</summary>
    public static void Eliminate<R>(BranchSparsity sparsity, R[] factors, R[] x, int k) where R : unmanaged, IReal<R>
    {
        for (int depth = sparsity.Branches[k].Length - 2; depth >= 0; depth--)
            x[sparsity.Branches[k][depth]] -= factors[sparsity.Index(k, depth)] * x[k];
    }

    /// <summary>Solves row k, after all of its ancestors.</summary>
    public static void Substitute<R>(BranchSparsity sparsity, R[] factors, R[] x, int k) where R : unmanaged, IReal<R>
    {
        x[k] *= factors[sparsity.Diagonal(k)];
        for (int depth = 0; depth < sparsity.Branches[k].Length - 1; depth++)
            x[k] -= factors[sparsity.Index(k, depth)] * x[sparsity.Branches[k][depth]];
    }
}
