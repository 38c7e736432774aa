using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Recording;

/// <summary>The methods of a stage, run one after the other.</summary>
readonly unsafe struct CompiledStage<R>(delegate*<R*, void>[] pieces) where R : unmanaged, IReal<R>
{
    readonly delegate*<R*, void>[] pieces = pieces;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Run(R* memory)
    {
        foreach (delegate*<R*, void> piece in pieces) piece(memory);
    }
}

/// <summary>A recording compiled for one number type: straight-line machine code, some hundred operations a method.</summary>
sealed unsafe class RobotProgram<R> where R : unmanaged, IReal<R>
{
    public RobotProgram(RobotRecording recording)
    {
        Recording = recording;
        Arithmetic arithmetic = Arithmetic.Of<R>();
        AssemblyBuilder assembly = AssemblyBuilder.DefineDynamicAssembly(new($"{recording.Mechanism.Robot.Name}.{typeof(R).Name}"), AssemblyBuilderAccess.Run);
        TypeBuilder type = assembly.DefineDynamicModule("Program").DefineType($"{typeof(RobotProgram<>).Namespace}.{typeof(R).Name}Program", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        MemoryCount = recording.Map.Count;
        Stage[] stages = [.. recording.All];
        string[][] names = new string[stages.Length][];
        for (int i = 0; i < stages.Length; i++)
        {
            StageEmitter emitter = new(stages[i], arithmetic, recording.Map.Count);
            names[i] = [.. emitter.Emit(type, arithmetic, i)];
            MemoryCount = Math.Max(MemoryCount, emitter.Spilled);
        }
        Type built = type.CreateType();
        int next = 0;
        CompiledStage<R> Take() => Compile(built, names[next++]);
        CompiledStage<R>[] TakeAll(int count) => [.. Enumerable.Range(0, count).Select(_ => Take())];
        int contacts = recording.Mechanism.Contacts.Length;
        Motion = Take();
        Prepare = TakeAll(contacts);
        ActivateLimits = Take();
        Activate = TakeAll(contacts);
        Begin = Take();
        Add = TakeAll(contacts);
        Solve = Take();
        Integrate = TakeAll(recording.Integrate.Length);
    }

    public RobotRecording Recording { get; }
    /// <summary>Numbers of memory that the program works in.</summary>
    public int MemoryCount { get; }
    public CompiledStage<R> Motion { get; }
    public CompiledStage<R>[] Prepare { get; }
    public CompiledStage<R> ActivateLimits { get; }
    public CompiledStage<R>[] Activate { get; }
    public CompiledStage<R> Begin { get; }
    public CompiledStage<R>[] Add { get; }
    public CompiledStage<R> Solve { get; }
    public CompiledStage<R>[] Integrate { get; }

    static CompiledStage<R> Compile(Type type, string[] names)
    {
        var pieces = new delegate*<R*, void>[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            RuntimeMethodHandle method = type.GetMethod(names[i])!.MethodHandle;
            RuntimeHelpers.PrepareMethod(method);
            pieces[i] = (delegate*<R*, void>)method.GetFunctionPointer();
        }
        return new(pieces);
    }
}
