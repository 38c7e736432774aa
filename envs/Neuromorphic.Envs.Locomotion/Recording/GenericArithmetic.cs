using System.Reflection;
using System.Reflection.Emit;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Recording;

/// <summary>The operators of a number type that is a type parameter, on a buffer whose type is another: for any device that compiles generic methods.</summary>
sealed class GenericArithmetic(Type number, Type buffer) : Arithmetic(number)
{
    public override Addressing Memory { get; } = new BufferAddressing(number, buffer);
    /// <summary>A device's compiler wants it whole: what stays within a method stays in registers.</summary>
    public override int PieceSize => int.MaxValue;
    public override bool Branches => false;

    public override void Constant(ILGenerator il, double value)
    {
        il.Emit(OpCodes.Ldc_R8, value);
        Call(il, typeof(IReal<>).GetMethods().Single(method => method.Name == "op_Implicit" && method.GetParameters()[0].ParameterType == typeof(double)));
    }

    public override void Emit(ILGenerator il, Operation operation) => Call(il, operation switch
    {
        Operation.Add => "op_Addition",
        Operation.Subtract => "op_Subtraction",
        Operation.Multiply => "op_Multiply",
        Operation.Divide => "op_Division",
        Operation.Negate => "op_UnaryNegation",
        Operation.SquareRoot => "Sqrt",
        Operation.Absolute => "Abs",
        Operation.Less => "op_LessThan",
        Operation.Select => "Select",
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "Not an operation on the stack."),
    });

    public override void MultiplyAdd(ILGenerator il, Operation operation, Action<int> push)
    {
        push(0);
        if (operation == Operation.SubtractProduct) Emit(il, Operation.Negate);
        push(1);
        push(2);
        if (operation == Operation.MultiplySubtract) Emit(il, Operation.Negate);
        Call(il, "Fma");
    }

    /// <summary>A static method of the number type, from its arguments on the stack.</summary>
    public void Call(ILGenerator il, string name) => Call(il, typeof(IReal<>).GetMethod(name)!);

    void Call(ILGenerator il, MethodInfo method)
    {
        il.Emit(OpCodes.Constrained, Number);
        il.Emit(OpCodes.Call, TypeBuilder.GetMethod(typeof(IReal<>).MakeGenericType(Number), method));
    }
}
