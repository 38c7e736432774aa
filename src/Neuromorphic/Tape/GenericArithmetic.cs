using System.Reflection;
using System.Reflection.Emit;
using Neuromorphic.Numerics;

namespace Neuromorphic.Tape;

/// <summary>The operators of any number type, also of a type parameter: for lanes, float64 and every device that compiles generic methods.</summary>
/// <param name="number">The number type.</param>
/// <param name="memory">Where numbers come from and go to.</param>
/// <param name="calls">Whether functions are called, not taken in: less to compile, and no edge of the JIT however many there are.</param>
sealed class GenericArithmetic(Type number, Addressing memory, bool calls = false) : Arithmetic(number)
{
    static readonly MethodInfo[] Members = typeof(IReal<>).GetMethods();

    LocalBuilder? value, argument, result;

    public override Addressing Memory { get; } = memory;
    /// <summary>A device's compiler wants it whole: what stays within a method stays in registers.</summary>
    public override int PieceSize => int.MaxValue;
    public override bool Branches => false;

    public override void Constant(ILGenerator il, double value)
    {
        il.Emit(OpCodes.Ldc_R8, value);
        From(il, typeof(double));
    }

    /// <summary>The same number in every lane, from a float or double on the stack.</summary>
    public void From(ILGenerator il, Type value) => Call(il, Array.Find(Members, method => method.Name == "op_Implicit" && method.GetParameters()[0].ParameterType == value)!);

    public override void Emit(ILGenerator il, Operation operation)
    {
        if (calls && Called.Has(operation, Number)) EmitCall(il, operation);
        else if (operation is >= Operation.Sin and <= Operation.CosOfTurn) il.Emit(OpCodes.Call, typeof(Real).GetMethod(operation.ToString())!.MakeGenericMethod(Number));
        else
            Call(il, operation switch
            {
                Operation.Add => "op_Addition",
                Operation.Subtract => "op_Subtraction",
                Operation.Multiply => "op_Multiply",
                Operation.Divide => "op_Division",
                Operation.Negate => "op_UnaryNegation",
                Operation.SquareRoot => "Sqrt",
                Operation.Absolute => "Abs",
                Operation.Less => "op_LessThan",
                Operation.AtLeast => "op_GreaterThanOrEqual",
                Operation.Fires or Operation.And or Operation.Or or Operation.Select => operation.ToString(),
                _ when operation.IsFunction() => operation.ToString(),
                _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "Not an operation on the stack."),
            });
    }

    public override void MultiplyAdd(ILGenerator il, Operation operation, Action<int> push)
    {
        push(0);
        if (operation == Operation.SubtractProduct) Emit(il, Operation.Negate);
        push(1);
        push(2);
        if (operation == Operation.MultiplySubtract) Emit(il, Operation.Negate);
        Call(il, "Fma");
    }

    // Numbers go by address: by value into a call, vectors cost as much as a function; and at addresses of whole vectors, which the stack's are not.
    void EmitCall(ILGenerator il, Operation operation)
    {
        il.Emit(OpCodes.Stloc, value!);
        il.Emit(OpCodes.Ldloc, argument!);
        il.Emit(OpCodes.Ldloc, value!);
        il.Emit(OpCodes.Stobj, Number);
        il.Emit(OpCodes.Ldloc, argument!);
        il.Emit(OpCodes.Ldloc, result!);
        il.Emit(OpCodes.Call, Called.Method(operation, Number));
        il.Emit(OpCodes.Ldloc, result!);
        il.Emit(OpCodes.Ldobj, Number);
    }

    /// <summary>Where a method begins: finds the addresses through which functions are called.</summary>
    public void Begin(ILGenerator il, int size)
    {
        if (!calls) return;
        value = il.DeclareLocal(Number);
        argument = il.DeclareLocal(typeof(nint));
        result = il.DeclareLocal(typeof(nint));
        il.Emit(OpCodes.Ldc_I4, 3 * size);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Localloc);
        il.Emit(OpCodes.Ldc_I4, size - 1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ldc_I4, -size);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.And);
        il.Emit(OpCodes.Stloc, argument);
        il.Emit(OpCodes.Ldloc, argument);
        il.Emit(OpCodes.Ldc_I4, size);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, result);
    }

    /// <summary>A static method of the number type, from its arguments on the stack.</summary>
    public void Call(ILGenerator il, string name) => Call(il, Array.Find(Members, method => method.Name == name)!);

    void Call(ILGenerator il, MethodInfo method)
    {
        Type type = typeof(IReal<>).MakeGenericType(Number);
        il.Emit(OpCodes.Constrained, Number);
        il.Emit(OpCodes.Call, Number.IsGenericParameter ? TypeBuilder.GetMethod(type, method) : (MethodInfo)MethodBase.GetMethodFromHandle(method.MethodHandle, type.TypeHandle)!);
    }
}
