namespace Neuromorphic.Envs.Locomotion.Recording;

/// <summary>What a line of a tape computes from a, b and c.</summary>
enum Operation
{
    /// <summary>A number that the source states.</summary>
    Constant,
    /// <summary>The number that the memory held at an index before the stage.</summary>
    Load,
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
    SquareRoot,
    Absolute,
    /// <summary>A mask: a &lt; b.</summary>
    Less,
    /// <summary>b where the mask a holds, else c.</summary>
    Select,
    /// <summary>a b + c, rounded once.</summary>
    MultiplyAdd,
    /// <summary>a b - c, rounded once.</summary>
    MultiplySubtract,
    /// <summary>c - a b, rounded once.</summary>
    SubtractProduct,
}

/// <summary>A line of a tape: the operation, the lines that it reads (-1 for none), and the constant or the memory index.</summary>
readonly record struct Line(Operation Operation, int A = -1, int B = -1, int C = -1, double Value = 0)
{
    /// <summary>The memory index of a load.</summary>
    public int Address => (int)Value;
}
