using System.Reflection;
using System.Reflection.Emit;
using Neuromorphic.Numerics;
using Neuromorphic.Tape;

namespace Neuromorphic.Expressions;

/// <summary>
/// Writes formulas as types that are <see cref="IUnitFunction"/>, for kernels that have their functions as type arguments: those of devices, which know no delegates.
/// The bits are those of <see cref="ExpressionKernel"/>.
/// </summary>
/// <remarks>
/// Of memory mappings each takes 7, of which a process has some 65,000. On a processor all functions are taken in: a formula of more than some four is better run by an
/// <see cref="ExpressionKernel"/>.
/// </remarks>
sealed class UnitFunctionEmitter : Addressing
{
    static readonly WeakCache<(Expression, int), Type> Made = new();

    readonly ExpressionEquations equations;
    readonly int derivative;
    readonly LocalBuilder result;
    readonly MethodInfo get;

    UnitFunctionEmitter(ILGenerator il, ExpressionEquations equations, int derivative, Type number, Type buffer) : base(buffer)
    {
        (this.equations, this.derivative) = (equations, derivative);
        result = il.DeclareLocal(number);
        get = TypeBuilder.GetMethod(typeof(IBuffer<>).MakeGenericType(number), typeof(IBuffer<>).GetMethod("get_Item")!);
    }

    /// <summary>The type of a formula or of its derivative, the same for equal ones as long as somebody holds it.</summary>
    /// <exception cref="ArgumentException">The formula has more inputs than one.</exception>
    public static Type Of(Expression expression, int derivative = 0) => Made.GetOrAdd((expression, derivative), Emit);

    static Type Emit((Expression Expression, int Derivative) wanted)
    {
        (Expression expression, int derivative) = wanted;
        if (expression.Inputs > 1) throw new ArgumentException($"The formula '{expression}' has {expression.Inputs} inputs; a unit's function has one, x.");
        ExpressionEquations equations = new(expression, derivative);
        return KernelEmitter.Emit(typeof(IUnitFunction), "Formula", (number, buffer) => (number, [number, buffer, typeof(int), typeof(int)]), (il, number, buffer) =>
        {
            UnitFunctionEmitter emitter = new(il, equations, derivative, number, buffer);
            KernelEmitter.Write(il, equations.Value(derivative), number, emitter);
            il.Emit(OpCodes.Ldloc, emitter.result);
        });
    }

    public override void Read(ILGenerator il, int item)
    {
        int slot = LoopEmitter.Parts(item).Slot;
        if (slot < equations.Inputs.Length)
        {
            il.Emit(OpCodes.Ldarg_0);
            return;
        }
        il.Emit(OpCodes.Ldarga_S, (byte)1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldarg_3);
        il.Emit(OpCodes.Ldc_I4, equations.Parameters[slot - equations.Inputs.Length]);
        il.Emit(OpCodes.Mul);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Constrained, Argument);
        il.Emit(OpCodes.Callvirt, get);
    }

    public override void Write(ILGenerator il, int item, Action push)
    {
        push();
        il.Emit(OpCodes.Stloc, result);
    }
}
