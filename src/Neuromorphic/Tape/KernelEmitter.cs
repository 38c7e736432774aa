using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using Neuromorphic.Numerics;

namespace Neuromorphic.Tape;

/// <summary>Writes types that are a kernel of one static method over a number type and a buffer of such.</summary>
/// <remarks>Each is an assembly of its own, collected with its type.</remarks>
static class KernelEmitter
{
    static int count;

    /// <summary>A struct that implements a kernel.</summary>
    /// <param name="kernel">The interface.</param>
    /// <param name="name">What the type's name begins with.</param>
    /// <param name="signature">Result and arguments of its method, of the number type and the buffer.</param>
    /// <param name="body">Writes the method for the number type and the buffer, up to its return.</param>
    public static Type Emit(Type kernel, string name, Func<Type, Type, (Type Result, Type[] Arguments)> signature, Action<ILGenerator, Type, Type> body)
    {
        string own = string.Create(CultureInfo.InvariantCulture, $"Neuromorphic.{name}{Interlocked.Increment(ref count)}");
        ModuleBuilder module = AssemblyBuilder.DefineDynamicAssembly(new(own), AssemblyBuilderAccess.RunAndCollect).DefineDynamicModule(own);
        TypeBuilder type = module.DefineType(own, TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.SequentialLayout, typeof(ValueType), PackingSize.Unspecified, 1);
        type.AddInterfaceImplementation(kernel);
        MethodInfo implemented = kernel.GetMethods().Single();
        MethodBuilder method = type.DefineMethod(implemented.Name, MethodAttributes.Public | MethodAttributes.Static);
        GenericTypeParameterBuilder[] parameters = Constrain(method.DefineGenericParameters("R", "B"));
        (Type result, Type[] arguments) = signature(parameters[0], parameters[1]);
        method.SetParameters(arguments);
        method.SetReturnType(result);
        ILGenerator il = method.GetILGenerator();
        body(il, parameters[0], parameters[1]);
        il.Emit(OpCodes.Ret);
        type.DefineMethodOverride(method, implemented);
        return type.CreateType();
    }

    /// <summary>Makes type parameters a number type and a buffer of such.</summary>
    public static GenericTypeParameterBuilder[] Constrain(GenericTypeParameterBuilder[] parameters)
    {
        Type[] constraints = [typeof(IReal<>), typeof(IBuffer<>)];
        for (int i = 0; i < 2; i++)
        {
            parameters[i].SetGenericParameterAttributes(GenericParameterAttributes.NotNullableValueTypeConstraint | GenericParameterAttributes.DefaultConstructorConstraint);
            parameters[i].SetInterfaceConstraints(constraints[i].MakeGenericType(parameters[0]));
        }
        return parameters;
    }

    /// <summary>Writes equations in one piece.</summary>
    public static void Write(ILGenerator il, Equations equations, Type number, Addressing memory)
    {
        GenericArithmetic arithmetic = new(number, memory);
        PieceEmitter pieces = new(equations, arithmetic, 0);
        new Piece(pieces, il, arithmetic, 0).Emit(pieces.Order);
    }
}
