using System.Reflection;
using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;

namespace Neuromorphic.Gpu;

/// <summary>
/// Float32 operations rounded to nearest, each by itself: a compiler for a device may otherwise fuse a product and a sum,
/// or divide approximately, and the bits would no longer be those of the processor.
/// </summary>
public static class Rounded
{
    /// <summary>a + b.</summary>
    [IntrinsicImplementation]
    public static float Add(float a, float b) => a + b;
    /// <summary>a - b.</summary>
    [IntrinsicImplementation]
    public static float Subtract(float a, float b) => a - b;
    /// <summary>a b.</summary>
    [IntrinsicImplementation]
    public static float Multiply(float a, float b) => a * b;
    /// <summary>a / b.</summary>
    [IntrinsicImplementation]
    public static float Divide(float a, float b) => a / b;
    /// <summary>a b + c.</summary>
    [IntrinsicImplementation]
    public static float Fma(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);
    /// <summary>The square root.</summary>
    [IntrinsicImplementation]
    public static float Sqrt(float a) => MathF.Sqrt(a);

    static readonly string[] Operations = [nameof(Add), nameof(Subtract), nameof(Multiply), nameof(Divide), nameof(Fma), nameof(Sqrt)];

    /// <summary>Tells a context how its devices do these operations. OpenCL fuses only within a statement, and each of ours is one.</summary>
    internal static void Register(Context context)
    {
        IntrinsicImplementationManager manager = context.GetIntrinsicManager();
        foreach (string name in Operations)
        {
            MethodInfo method = typeof(Rounded).GetMethod(name)!;
            manager.RegisterMethod(method, new PTXIntrinsic(typeof(Rounded), "Ptx" + name, IntrinsicImplementationMode.GenerateCode));
            manager.RegisterMethod(method, new CLIntrinsic(typeof(Rounded), "OpenCl" + name, IntrinsicImplementationMode.GenerateCode));
        }
    }

    // The library finds these by their names.
    static void PtxAdd(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "add.rn.f32");
    static void PtxSubtract(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "sub.rn.f32");
    static void PtxMultiply(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "mul.rn.f32");
    static void PtxDivide(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "div.rn.f32");
    static void PtxFma(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "fma.rn.f32");
    static void PtxSqrt(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "sqrt.rn.f32");
    static void OpenClAdd(CLBackend backend, CLCodeGenerator generator, Value value) => Emit(generator, value, "", " + ");
    static void OpenClSubtract(CLBackend backend, CLCodeGenerator generator, Value value) => Emit(generator, value, "", " - ");
    static void OpenClMultiply(CLBackend backend, CLCodeGenerator generator, Value value) => Emit(generator, value, "", " * ");
    static void OpenClDivide(CLBackend backend, CLCodeGenerator generator, Value value) => Emit(generator, value, "", " / ");
    static void OpenClFma(CLBackend backend, CLCodeGenerator generator, Value value) => Emit(generator, value, "fma", ", ");
    static void OpenClSqrt(CLBackend backend, CLCodeGenerator generator, Value value) => Emit(generator, value, "sqrt", ", ");

    static void Emit(PTXCodeGenerator generator, Value value, string operation)
    {
        var operands = new PTXCodeGenerator.PrimitiveRegister[value.Count];
        for (int i = 0; i < operands.Length; i++) operands[i] = generator.LoadPrimitive(value[i]);
        var result = generator.AllocateHardware(value);
        using var command = generator.BeginCommand(operation);
        command.AppendArgument(result);
        foreach (var operand in operands) command.AppendArgument(operand);
    }

    static void Emit(CLCodeGenerator generator, Value value, string function, string separator)
    {
        var operands = new CLCodeGenerator.Variable[value.Count];
        for (int i = 0; i < operands.Length; i++) operands[i] = generator.Load(value[i]);
        var result = generator.Allocate(value);
        using var statement = generator.BeginStatement(result);
        statement.AppendCommand(function);
        statement.OpenParen();
        for (int i = 0; i < operands.Length; i++)
        {
            if (i > 0) statement.AppendCommand(separator);
            statement.Append(operands[i]);
        }
        statement.CloseParen();
    }
}
