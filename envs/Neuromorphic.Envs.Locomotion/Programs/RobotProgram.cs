using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;
using Neuromorphic.Tape;

namespace Neuromorphic.Envs.Locomotion.Programs;

/// <summary>The methods of a stage, run one after the other.</summary>
sealed unsafe class CompiledStage<R>(delegate*<R*, void>[] pieces) where R : unmanaged, IReal<R>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Run(R* memory)
    {
        foreach (delegate*<R*, void> piece in pieces) piece(memory);
    }
}

/// <summary>The solver's stages of one limb for one set of contacts.</summary>
sealed record LimbStages<R>(CompiledStage<R> Activate, CompiledStage<R> Eliminate, CompiledStage<R> Substitute) where R : unmanaged, IReal<R>;

/// <summary>
/// A recording compiled for one number type: straight-line machine code, some hundred operations a method.
/// The solver's stages are compiled when a set of contacts occurs for the first time.
/// </summary>
sealed unsafe class RobotProgram<R> where R : unmanaged, IReal<R>
{
    readonly Arithmetic arithmetic = Arithmetic.Of<R>();
    readonly ModuleBuilder module;
    readonly LimbStages<R>?[][] limbs;
    readonly CompiledStage<R>?[][] slopes;
    readonly Lock compiling = new();
    int types;

    public RobotProgram(RobotRecording recording)
    {
        Recording = recording;
        module = AssemblyBuilder.DefineDynamicAssembly(new($"{recording.Mechanism.Robot.Name}.{typeof(R).Name}"), AssemblyBuilderAccess.Run).DefineDynamicModule("Program");
        MemoryCount = recording.Map.Count;
        CompiledStage<R>[] stages = Compile([recording.Motion, .. recording.Prepare, .. recording.Integrate, .. recording.Measure]);
        int contacts = recording.Prepare.Length;
        Motion = stages[0];
        Prepare = stages[1..(1 + contacts)];
        int measure = 1 + contacts + recording.Integrate.Length;
        Integrate = stages[(1 + contacts)..measure];
        Measure = stages[measure..];
        limbs = [.. recording.Mechanism.Limbs.Select(limb => new LimbStages<R>?[1 << limb.Contacts.Length])];
        slopes = [.. recording.Mechanism.Limbs.Select(limb => new CompiledStage<R>?[1 << limb.Contacts.Length])];
    }

    public RobotRecording Recording { get; }
    /// <summary>Numbers of memory that the program works in.</summary>
    public int MemoryCount { get; private set; }
    public CompiledStage<R> Motion { get; }
    public CompiledStage<R>[] Prepare { get; }
    public CompiledStage<R>[] Integrate { get; }
    /// <inheritdoc cref="RobotRecording.Measure"/>
    public CompiledStage<R>[] Measure { get; }

    /// <summary>The solver's stages of a limb, given the contacts that any lane has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LimbStages<R> Limb(int limb, int contacts) => limbs[limb][contacts] ?? CompileLimb(limb, contacts);

    /// <summary>What the limb adds to a slope, likewise. Few sets of contacts ever ask for it.</summary>
    public CompiledStage<R> Slope(int limb, int contacts) => slopes[limb][contacts] ?? CompileSlope(limb, contacts);

    CompiledStage<R> CompileSlope(int limb, int contacts)
    {
        lock (compiling)
        {
            if (slopes[limb][contacts] is { } known) return known;
            CompiledStage<R> made = Compile([Recording.Slope(limb, contacts)])[0];
            Volatile.Write(ref slopes[limb][contacts], made);
            return made;
        }
    }

    LimbStages<R> CompileLimb(int limb, int contacts)
    {
        lock (compiling)
        {
            if (limbs[limb][contacts] is { } known) return known;
            CompiledStage<R>[] stages = Compile([Recording.Activate(limb, contacts), Recording.Eliminate(limb, contacts), Recording.Substitute(limb, contacts)]);
            LimbStages<R> made = new(stages[0], stages[1], stages[2]);
            Volatile.Write(ref limbs[limb][contacts], made);
            return made;
        }
    }

    CompiledStage<R>[] Compile(Equations[] stages)
    {
        TypeBuilder type = module.DefineType($"{typeof(RobotProgram<>).Namespace}.{typeof(R).Name}Program{types++}", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        string[][] names = new string[stages.Length][];
        for (int i = 0; i < stages.Length; i++)
        {
            PieceEmitter emitter = new(stages[i], arithmetic, Recording.Map.Count);
            names[i] = [.. emitter.Emit(type, arithmetic, i).Select(method => method.Name)];
            MemoryCount = Math.Max(MemoryCount, emitter.Spilled);
        }
        Type built = type.CreateType();
        return [.. names.Select(pieces => Prepared(built, pieces))];
    }

    static CompiledStage<R> Prepared(Type type, string[] names)
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
