using System.Globalization;
using System.Reflection;
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
/// <remarks>Each is an assembly of its own, collected with its type.</remarks>
sealed class ItemEmitter : BufferAddressing
{
    static int count;

    readonly Func<int, int> rowOf;

    ItemEmitter(Type number, Type buffer, Func<int, int> rowOf) : base(number, buffer) => this.rowOf = rowOf;

    /// <summary>The type of equations.</summary>
    /// <param name="equations">What an item computes.</param>
    /// <param name="rowOf">The row of an address.</param>
    public static Type Emit(Equations equations, Func<int, int> rowOf)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"Neuromorphic.Item{Interlocked.Increment(ref count)}");
        ModuleBuilder module = AssemblyBuilder.DefineDynamicAssembly(new(name), AssemblyBuilderAccess.RunAndCollect).DefineDynamicModule(name);
        TypeBuilder type = module.DefineType(name, TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.SequentialLayout, typeof(ValueType), PackingSize.Unspecified, 1);
        type.AddInterfaceImplementation(typeof(IItemKernel));
        MethodBuilder method = type.DefineMethod(nameof(IItemKernel.Run), MethodAttributes.Public | MethodAttributes.Static);
        GenericTypeParameterBuilder[] parameters = GenericMethod.Define(method);
        method.SetParameters(parameters[1], typeof(int), typeof(int));
        method.SetReturnType(typeof(void));
        ILGenerator il = method.GetILGenerator();
        GenericArithmetic arithmetic = new(parameters[0], new ItemEmitter(parameters[0], parameters[1], rowOf));
        PieceEmitter pieces = new(equations, arithmetic, 0);
        new Piece(pieces, il, arithmetic, 0).Emit(pieces.Order);
        il.Emit(OpCodes.Ret);
        type.DefineMethodOverride(method, typeof(IItemKernel).GetMethod(nameof(IItemKernel.Run))!);
        return type.CreateType();
    }

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

/// <summary>Methods over a number type and a buffer of it.</summary>
static class GenericMethod
{
    /// <summary>Gives a method the type parameters R, a number, and B, a buffer of such.</summary>
    public static GenericTypeParameterBuilder[] Define(MethodBuilder method)
    {
        GenericTypeParameterBuilder[] parameters = method.DefineGenericParameters("R", "B");
        Type[] constraints = [typeof(IReal<>), typeof(IBuffer<>)];
        for (int i = 0; i < 2; i++)
        {
            parameters[i].SetGenericParameterAttributes(GenericParameterAttributes.NotNullableValueTypeConstraint | GenericParameterAttributes.DefaultConstructorConstraint);
            parameters[i].SetInterfaceConstraints(constraints[i].MakeGenericType(parameters[0]));
        }
        return parameters;
    }
}
