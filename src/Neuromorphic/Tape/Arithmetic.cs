using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Neuromorphic.Numerics;

namespace Neuromorphic.Tape;

/// <summary>How the operations of a tape become instructions for one number type. The bits are those of the type's own operators.</summary>
abstract class Arithmetic(Type number)
{
    /// <summary>Operations of a method that the JIT compiles well: above 512 local variables it stops inlining.</summary>
    protected const int JitPieceSize = 400;

    /// <summary>What the evaluation stack holds: a float, a double or a vector.</summary>
    public Type Number { get; } = number;
    /// <summary>Where the numbers of equations come from and go to.</summary>
    public abstract Addressing Memory { get; }
    /// <summary>Operations of a method, at most.</summary>
    public abstract int PieceSize { get; }
    /// <summary>Whether a selection is a branch, which needs an empty evaluation stack.</summary>
    public abstract bool Branches { get; }

    public abstract void Constant(ILGenerator il, double value);
    /// <summary>From the operands on the stack; multiply-adds are negated as asked.</summary>
    public abstract void Emit(ILGenerator il, Operation operation);
    public abstract void MultiplyAdd(ILGenerator il, Operation operation, Action<int> push);

    /// <summary>The arithmetic of a number type.</summary>
    /// <exception cref="NotSupportedException">The type is none of the processor's.</exception>
    public static Arithmetic Of<R>() where R : unmanaged, IReal<R> =>
        typeof(R) == typeof(Lanes16) ? new VectorArithmetic(typeof(Vector512), typeof(Vector512<>), Avx512F.IsSupported ? typeof(Avx512F) : null, "Fused", 64)
        : typeof(R) == typeof(Lanes8) ? new VectorArithmetic(typeof(Vector256), typeof(Vector256<>), Fma.IsSupported ? typeof(Fma) : null, "", 32)
        : typeof(R) == typeof(Scalar) ? new ScalarArithmetic(typeof(float), typeof(MathF))
        : typeof(R) == typeof(Scalar64) ? new ScalarArithmetic(typeof(double), typeof(Math))
        : throw new NotSupportedException($"The engine does not run on {typeof(R).Name}; it runs on {nameof(Lanes16)}, {nameof(Lanes8)}, {nameof(Scalar)} and {nameof(Scalar64)}.");

    protected static MethodInfo Method(Type type, string name, params Type[] parameters) =>
        type.GetMethod(name, BindingFlags.Public | BindingFlags.Static, parameters) ?? throw new MissingMethodException(type.Name, name);
}

/// <summary>One float or double.</summary>
sealed class ScalarArithmetic(Type number, Type functions) : Arithmetic(number)
{
    public override Addressing Memory { get; } = new PointerAddressing(number, number == typeof(float) ? 4 : 8);
    public override int PieceSize => JitPieceSize;
    public override bool Branches => true;

    public override void Constant(ILGenerator il, double value)
    {
        if (Number == typeof(float)) il.Emit(OpCodes.Ldc_R4, (float)value);
        else il.Emit(OpCodes.Ldc_R8, value);
    }

    public override void Emit(ILGenerator il, Operation operation)
    {
        switch (operation)
        {
            case Operation.Add: il.Emit(OpCodes.Add); break;
            case Operation.Subtract: il.Emit(OpCodes.Sub); break;
            case Operation.Multiply: il.Emit(OpCodes.Mul); break;
            case Operation.Divide: il.Emit(OpCodes.Div); break;
            case Operation.Negate: il.Emit(OpCodes.Neg); break;
            case Operation.SquareRoot: il.Emit(OpCodes.Call, Method(functions, nameof(Math.Sqrt), Number)); break;
            case Operation.Absolute: il.Emit(OpCodes.Call, Method(functions, nameof(Math.Abs), Number)); break;
            default: throw new ArgumentOutOfRangeException(nameof(operation), operation, "Not an operation on the stack.");
        }
    }

    public override void MultiplyAdd(ILGenerator il, Operation operation, Action<int> push)
    {
        push(0);
        if (operation == Operation.SubtractProduct) il.Emit(OpCodes.Neg);
        push(1);
        push(2);
        if (operation == Operation.MultiplySubtract) il.Emit(OpCodes.Neg);
        il.Emit(OpCodes.Call, Method(functions, nameof(Math.FusedMultiplyAdd), Number, Number, Number));
    }
}

/// <summary>A register of floats.</summary>
/// <param name="functions">Vector256 or Vector512.</param>
/// <param name="open">Its generic type.</param>
/// <param name="fused">The processor's own multiply-adds, which spare negations; none if it has none.</param>
/// <param name="prefix">Of their names.</param>
/// <param name="size">Bytes.</param>
sealed class VectorArithmetic(Type functions, Type open, Type? fused, string prefix, int size) : Arithmetic(open.MakeGenericType(typeof(float)))
{
    public override Addressing Memory { get; } = new PointerAddressing(open.MakeGenericType(typeof(float)), size);
    public override int PieceSize => JitPieceSize;
    public override bool Branches => false;

    public override void Constant(ILGenerator il, double value)
    {
        il.Emit(OpCodes.Ldc_R4, (float)value);
        il.Emit(OpCodes.Call, Method(functions, "Create", typeof(float)));
    }

    public override void Emit(ILGenerator il, Operation operation) => il.Emit(OpCodes.Call, operation switch
    {
        Operation.Add => Method(Number, "op_Addition", Number, Number),
        Operation.Subtract => Method(Number, "op_Subtraction", Number, Number),
        Operation.Multiply => Method(Number, "op_Multiply", Number, Number),
        Operation.Divide => Method(Number, "op_Division", Number, Number),
        Operation.Negate => Method(Number, "op_UnaryNegation", Number),
        Operation.SquareRoot => Generic("Sqrt"),
        Operation.Absolute => Generic("Abs"),
        Operation.Less => Generic("LessThan"),
        Operation.Select => Generic("ConditionalSelect"),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "Not an operation on the stack."),
    });

    public override void MultiplyAdd(ILGenerator il, Operation operation, Action<int> push)
    {
        push(0);
        if (fused == null && operation == Operation.SubtractProduct) Emit(il, Operation.Negate);
        push(1);
        push(2);
        if (fused == null && operation == Operation.MultiplySubtract) Emit(il, Operation.Negate);
        il.Emit(OpCodes.Call, fused == null ? Method(functions, "FusedMultiplyAdd", Number, Number, Number) : Method(fused, prefix + operation switch
        {
            Operation.MultiplySubtract => "MultiplySubtract",
            Operation.SubtractProduct => "MultiplyAddNegated",
            _ => "MultiplyAdd",
        }, Number, Number, Number));
    }

    MethodInfo Generic(string name) =>
        functions.GetMethods().First(method => method.Name == name && method.IsGenericMethodDefinition).MakeGenericMethod(typeof(float));
}
