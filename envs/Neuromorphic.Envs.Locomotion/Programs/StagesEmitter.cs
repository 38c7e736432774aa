using System.Reflection;
using System.Reflection.Emit;
using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Numerics;
using Neuromorphic.Tape;

namespace Neuromorphic.Envs.Locomotion.Programs;

/// <summary>
/// Writes a robot's recording as generic methods: a class generic in R and B holds the straight-line code and the branches around it,
/// a struct offers it as <see cref="IRobotStages"/>.
/// </summary>
sealed class StagesEmitter
{
    /// <summary>Name of the assembly that is written, which grows with every task.</summary>
    public const string AssemblyName = "Neuromorphic.Envs.Locomotion.Stages";

    static readonly ModuleBuilder Module = AssemblyBuilder.DefineDynamicAssembly(new(AssemblyName), AssemblyBuilderAccess.Run).DefineDynamicModule("Stages");
    static readonly Lock Writing = new();

    readonly RobotRecording recording;
    readonly TypeBuilder program;
    readonly GenericArithmetic arithmetic;
    int stages;

    StagesEmitter(LocomotionTask task)
    {
        recording = task.Recording;
        MemoryCount = recording.Map.Count;
        string name = $"{AssemblyName}.{task.Robot.Name}{task.Index}";
        program = Module.DefineType(name + "Program", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        GenericTypeParameterBuilder[] parameters = KernelEmitter.Constrain(program.DefineGenericParameters("R", "B"));
        arithmetic = new(parameters[0], new BufferAddressing(parameters[0], parameters[1]));
        MethodBuilder[] methods =
        [
            Define(nameof(IRobotStages.Start), il => Start(il, task.Start)),
            Define(nameof(IRobotStages.Sines), Sines),
            Define(nameof(IRobotStages.Motion), Sequence([recording.Motion])),
            Define(nameof(IRobotStages.Prepare), Prepare()),
            Define(nameof(IRobotStages.Activate), Sequence([.. Limbs.Select(limb => recording.Activate(limb, recording.AllOf(limb)))])),
            Define(nameof(IRobotStages.Eliminate), Eliminate()),
            Define(nameof(IRobotStages.Substitute), Sequence([.. Limbs.Select(limb => recording.Substitute(limb, recording.AllOf(limb)))])),
            Define(nameof(IRobotStages.Slope), Sequence([.. Limbs.Select(limb => recording.Slope(limb, recording.AllOf(limb)))])),
            Define(nameof(IRobotStages.Integrate), Integrate(), typeof(int)),
            Define(nameof(IRobotStages.Measure), Measure()),
        ];
        Type code = program.CreateType();
        Type = Offer(name, [.. methods.Select(method => code.GetMethod(method.Name)!)]);
    }

    /// <summary>Writes the methods of a task's robot.</summary>
    public static StagesEmitter Emit(LocomotionTask task)
    {
        lock (Writing) return new(task);
    }

    /// <summary>The struct.</summary>
    public Type Type { get; }
    /// <summary>Numbers of memory that the methods work in.</summary>
    public int MemoryCount { get; private set; }

    IEnumerable<int> Limbs => Enumerable.Range(0, recording.Mechanism.Limbs.Length);

    MethodBuilder Define(string name, Action<ILGenerator> body, params Type[] arguments)
    {
        MethodBuilder method = program.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Static, typeof(void), [arithmetic.Memory.Argument, .. arguments]);
        ILGenerator il = method.GetILGenerator();
        body(il);
        il.Emit(OpCodes.Ret);
        return method;
    }

    void Start(ILGenerator il, double[] positions)
    {
        for (int i = 0; i < positions.Length; i++) arithmetic.Memory.Write(il, i, () => arithmetic.Constant(il, positions[i]));
    }

    void Sines(ILGenerator il)
    {
        Mechanism mechanism = recording.Mechanism;
        LocalBuilder sin = il.DeclareLocal(arithmetic.Number), cos = il.DeclareLocal(arithmetic.Number);
        for (int i = 0; i < mechanism.Velocities; i++)
        {
            if (mechanism.Dofs[i] is var dof && dof.Freedom != Freedom.Hinge) continue;
            arithmetic.Memory.Read(il, recording.Map.Position + dof.Position);
            arithmetic.Constant(il, dof.Offset);
            arithmetic.Emit(il, Operation.Add);
            il.Emit(OpCodes.Ldloca, sin);
            il.Emit(OpCodes.Ldloca, cos);
            arithmetic.Call(il, nameof(IReal<>.SinCos));
            arithmetic.Memory.Write(il, recording.Map.Sin + i, () => il.Emit(OpCodes.Ldloc, sin));
            arithmetic.Memory.Write(il, recording.Map.Cos + i, () => il.Emit(OpCodes.Ldloc, cos));
        }
    }

    /// <summary>A method that runs stages one after the other.</summary>
    Action<ILGenerator> Sequence(Equations[] sequence)
    {
        Action<ILGenerator>[] bodies = [.. sequence.Select(Body)];
        return il =>
        {
            foreach (Action<ILGenerator> body in bodies) body(il);
        };
    }

    /// <summary>Writes the methods of a stage; returns what calls them.</summary>
    Action<ILGenerator> Body(Equations stage)
    {
        PieceEmitter emitter = new(stage, arithmetic, recording.Map.Count);
        MemoryCount = Math.Max(MemoryCount, emitter.Spilled);
        MethodBuilder[] pieces = [.. emitter.Emit(program, arithmetic, stages++)];
        return il =>
        {
            foreach (MethodBuilder piece in pieces)
            {
                il.Emit(OpCodes.Ldarg_0);
                il.Emit(OpCodes.Call, piece);
            }
        };
    }

    Action<ILGenerator> Prepare()
    {
        Action<ILGenerator>[] contacts = [.. recording.Prepare.Select(Body)];
        return il =>
        {
            for (int c = 0; c < contacts.Length; c++)
            {
                int weight = recording.Map.EdgeWeight + c;
                IfTouching(il, c, contacts[c], apart => arithmetic.Memory.Write(apart, weight, () => arithmetic.Constant(apart, 0)));
            }
        };
    }

    Action<ILGenerator> Eliminate()
    {
        Action<ILGenerator>[] limbs = [.. Limbs.Select(limb => Body(recording.Eliminate(limb, recording.AllOf(limb))))];
        return il =>
        {
            for (int limb = 1; limb < limbs.Length; limb++)
            {
                int changed = recording.Map.Changed + limb;
                IfLess(il, () => arithmetic.Constant(il, 0), () => arithmetic.Memory.Read(il, changed), limbs[limb], _ => { });
            }
            limbs[0](il);
        };
    }

    Action<ILGenerator> Integrate()
    {
        Action<ILGenerator>[] evaluations = [.. recording.Integrate.Select(Body)];
        return il =>
        {
            for (int evaluation = 0; evaluation < evaluations.Length; evaluation++)
            {
                Label next = il.DefineLabel();
                il.Emit(OpCodes.Ldarg_1);
                il.Emit(OpCodes.Ldc_I4, evaluation);
                il.Emit(OpCodes.Bne_Un, next);
                evaluations[evaluation](il);
                il.MarkLabel(next);
            }
        };
    }

    Action<ILGenerator> Measure()
    {
        if (recording.Measure.Length == 0) return _ => { };
        Action<ILGenerator>[] parts = [.. recording.Measure.Select(Body)];
        return il =>
        {
            for (int item = recording.Map.ContactForce; item < recording.Map.StateSize; item++) arithmetic.Memory.Write(il, item, () => arithmetic.Constant(il, 0));
            parts[0](il);
            for (int c = 0; c < parts.Length - 1; c++) IfTouching(il, c, parts[1 + c], _ => { });
        };
    }

    void IfTouching(ILGenerator il, int contact, Action<ILGenerator> then, Action<ILGenerator> otherwise) =>
        IfLess(il, () => arithmetic.Memory.Read(il, recording.Map.Gap + contact), () => arithmetic.Constant(il, 0), then, otherwise);

    void IfLess(ILGenerator il, Action pushA, Action pushB, Action<ILGenerator> then, Action<ILGenerator> otherwise)
    {
        Label not = il.DefineLabel(), end = il.DefineLabel();
        pushA();
        pushB();
        arithmetic.Emit(il, Operation.Less);
        arithmetic.Call(il, nameof(IReal<>.Any));
        il.Emit(OpCodes.Brfalse, not);
        then(il);
        il.Emit(OpCodes.Br, end);
        il.MarkLabel(not);
        otherwise(il);
        il.MarkLabel(end);
    }

    /// <summary>A struct whose methods, each generic by itself, call those of the program.</summary>
    static Type Offer(string name, MethodInfo[] methods)
    {
        TypeBuilder type = Module.DefineType(name, TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.SequentialLayout, typeof(ValueType), PackingSize.Unspecified, 1);
        type.AddInterfaceImplementation(typeof(IRobotStages));
        foreach (MethodInfo method in methods)
        {
            MethodBuilder offered = type.DefineMethod(method.Name, MethodAttributes.Public | MethodAttributes.Static);
            GenericTypeParameterBuilder[] parameters = KernelEmitter.Constrain(offered.DefineGenericParameters("R", "B"));
            Type[] others = [.. method.GetParameters().Skip(1).Select(parameter => parameter.ParameterType)];
            offered.SetParameters([parameters[1], .. others]);
            offered.SetReturnType(typeof(void));
            ILGenerator il = offered.GetILGenerator();
            for (int i = 0; i <= others.Length; i++) il.Emit(OpCodes.Ldarg, (short)i);
            il.Emit(OpCodes.Call, TypeBuilder.GetMethod(method.DeclaringType!.MakeGenericType(parameters), method));
            il.Emit(OpCodes.Ret);
            type.DefineMethodOverride(offered, typeof(IRobotStages).GetMethod(method.Name)!);
        }
        return type.CreateType();
    }
}
