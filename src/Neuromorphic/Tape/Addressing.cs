using System.Reflection;
using System.Reflection.Emit;
using Neuromorphic.Numerics;

namespace Neuromorphic.Tape;

/// <summary>How a method reads and writes the memory that is its first argument.</summary>
abstract class Addressing(Type argument)
{
    /// <summary>Type of the argument.</summary>
    public Type Argument { get; } = argument;

    /// <summary>Puts an item on the stack.</summary>
    public abstract void Read(ILGenerator il, int item);
    /// <summary>Writes what <paramref name="push"/> puts on the stack.</summary>
    public abstract void Write(ILGenerator il, int item, Action push);
}

/// <summary>The argument is the address of consecutive numbers.</summary>
/// <param name="number">Type of a number.</param>
/// <param name="size">Its bytes.</param>
sealed class PointerAddressing(Type number, int size) : Addressing(typeof(nint))
{
    public override void Read(ILGenerator il, int item)
    {
        Address(il, item);
        il.Emit(OpCodes.Ldobj, number);
    }

    public override void Write(ILGenerator il, int item, Action push)
    {
        Address(il, item);
        push();
        il.Emit(OpCodes.Stobj, number);
    }

    void Address(ILGenerator il, int item)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, item * size);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Add);
    }
}

/// <summary>The argument is a buffer whose type is a type parameter.</summary>
/// <param name="number">The type parameter of its numbers.</param>
/// <param name="buffer">Its own.</param>
class BufferAddressing(Type number, Type buffer) : Addressing(buffer)
{
    readonly MethodInfo get = Accessor(number, "get_Item"), set = Accessor(number, "set_Item");

    static MethodInfo Accessor(Type number, string name) =>
        TypeBuilder.GetMethod(typeof(IBuffer<>).MakeGenericType(number), typeof(IBuffer<>).GetMethod(name)!);

    public override void Read(ILGenerator il, int item)
    {
        Address(il, item);
        il.Emit(OpCodes.Constrained, Argument);
        il.Emit(OpCodes.Callvirt, get);
    }

    public override void Write(ILGenerator il, int item, Action push)
    {
        Address(il, item);
        push();
        il.Emit(OpCodes.Constrained, Argument);
        il.Emit(OpCodes.Callvirt, set);
    }

    /// <summary>Puts the buffer and the place of an item in it on the stack.</summary>
    protected virtual void Address(ILGenerator il, int item)
    {
        il.Emit(OpCodes.Ldarga_S, (byte)0);
        il.Emit(OpCodes.Ldc_I4, item);
    }
}
