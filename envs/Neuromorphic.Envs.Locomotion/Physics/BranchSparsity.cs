namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>
/// Symmetric matrices over the degrees of freedom of a tree, non-zero only between a degree of freedom and its ancestors.
/// Row i holds its ancestors, root first, and itself. Factors as L'DL fill nothing in. A contact with the floor touches one branch, so it fills nothing in either.
/// </summary>
/// <remarks>Featherstone (2008), Rigid Body Dynamics Algorithms, section 6.5.</remarks>
sealed class BranchSparsity
{
    readonly int[] starts;

    /// <param name="parents">Parent of each degree of freedom, -1 for the first.</param>
    public BranchSparsity(int[] parents)
    {
        Branches = new int[parents.Length][];
        starts = new int[parents.Length];
        for (int i = 0; i < parents.Length; i++)
        {
            Branches[i] = parents[i] < 0 ? [i] : [.. Branches[parents[i]], i];
            starts[i] = Count;
            Count += Branches[i].Length;
        }
    }

    /// <summary>Of each degree of freedom: its ancestors from the root, and itself.</summary>
    public int[][] Branches { get; }
    /// <summary>Numbers of a matrix.</summary>
    public int Count { get; }
    public int Size => Branches.Length;
    public int LongestBranch => Branches.Max(branch => branch.Length);

    /// <summary>Where row i keeps the column of its ancestor at a depth.</summary>
    public int Index(int row, int depth) => starts[row] + depth;
    public int Diagonal(int row) => starts[row] + Branches[row].Length - 1;
}
