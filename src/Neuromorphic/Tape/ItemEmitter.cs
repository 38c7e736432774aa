using System.Reflection.Emit;
using Neuromorphic.Numerics;

namespace Neuromorphic.Tape;

/// <summary>Equations of an item as a kernel: lanes and devices run the same source.</summary>
public interface IItemKernel
{
    /// <summary>Runs for one item.</summary>
    /// <param name="memory">All numbers: row r of item i at r stride + i.</param>
    /// <param name="item">The item.</param>
    /// <param name="stride">From a row to the next.</param>
    static abstract void Run<R, B>(B memory, int item, int stride) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>;
}

/// <summary>Writes equations as types that are <see cref="IItemKernel"/>, for kernels that have their functions as type arguments: those of devices, which know no delegates.</summary>
sealed class ItemEmitter : BufferAddressing
{
    readonly Func<int, int> rowOf;

    ItemEmitter(Type number, Type buffer, Func<int, int> rowOf) : base(number, buffer) => this.rowOf = rowOf;

    /// <summary>The type of equations.</summary>
    /// <param name="equations">What an item computes.</param>
    /// <param name="rowOf">The row of an address.</param>
    public static Type Emit(Equations equations, Func<int, int> rowOf) => KernelEmitter.Emit(typeof(IItemKernel), "Item",
        (_, buffer) => (typeof(void), [buffer, typeof(int), typeof(int)]),
        (il, number, buffer) => KernelEmitter.Write(il, equations, number, new ItemEmitter(number, buffer, rowOf)));

    protected override void Address(ILGenerator il, int item)
    {
        il.Emit(OpCodes.Ldarga_S, (byte)0);
        il.Emit(OpCodes.Ldc_I4, rowOf(item));
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Mul);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Add);
    }
}
