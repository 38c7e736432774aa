namespace Neuromorphic.Tape;

/// <summary>What a line of a tape computes from a, b and c.</summary>
enum Operation
{
    /// <summary>A number that the source states.</summary>
    Constant,
    /// <summary>The number that the memory held at an address before.</summary>
    Load,
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
    SquareRoot,
    Absolute,
    /// <summary>b where the mask a holds, else c.</summary>
    Select,
    /// <summary>a b + c, rounded once.</summary>
    MultiplyAdd,
    /// <summary>a b - c, rounded once.</summary>
    MultiplySubtract,
    /// <summary>c - a b, rounded once.</summary>
    SubtractProduct,

    // Masks.
    /// <summary>a &lt; b.</summary>
    Less,
    /// <summary>a >= b.</summary>
    AtLeast,
    /// <summary>a >= b, where a is a potential and b the threshold from which on it fires: a surrogate stands for its derivative.</summary>
    Fires,
    And,
    Or,

    // Functions of a, and of a and b, named as in IReal.
    Exp,
    Expm1,
    Log,
    Log1p,
    Tanh,
    Sin,
    Cos,
    /// <summary>The sine of a part of a full turn, and the cosine: of 2 pi a.</summary>
    SinOfTurn,
    CosOfTurn,
    Softplus,
    Logistic,
    Sinh,
    Cosh,
    Asinh,
    Atan,
    Erf,
    Erfc,
    I0e,
    I1e,
    Pow,
    /// <summary>The next larger number.</summary>
    BitIncrement,
}

/// <summary>Kinds of operations.</summary>
static class Operations
{
    /// <summary>Whether the result is a mask.</summary>
    public static bool IsMask(this Operation operation) => operation is >= Operation.Less and <= Operation.Or;
    /// <summary>Whether it is a function that <see cref="Numerics.IReal{R}"/> has by this name.</summary>
    public static bool IsFunction(this Operation operation) => operation >= Operation.Exp;
    /// <summary>Whether a line chooses between two constants.</summary>
    public static bool IsChoice(this IReadOnlyList<Line> lines, int id) =>
        lines[id] is { Operation: Operation.Select } line && lines[line.B].Operation == Operation.Constant && lines[line.C].Operation == Operation.Constant;
}

/// <summary>A line of a tape: the operation, the lines that it reads (-1 for none), and the constant or the address.</summary>
readonly record struct Line(Operation Operation, int A = -1, int B = -1, int C = -1, double Value = 0)
{
    /// <summary>The address of a load.</summary>
    public int Address => (int)Value;
}
