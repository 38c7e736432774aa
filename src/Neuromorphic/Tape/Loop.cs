using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Tape;

/// <summary>Equations as a loop over items: interpreted at first, compiled where so many numbers have gone through that it pays and the program may make code. The bits are the same, so nobody can tell.</summary>
sealed unsafe class Loop
{
    /// <summary>Numbers (items times lanes) after which a loop is compiled: what interpreting costs more has then grown to what compiling takes (Neuromorphic.Benchmarks -- formulas: .5 to 1.3 million).</summary>
    public const long CompiledAfter = 1_000_000;
    /// <summary>Instructions up to which it is compiled.</summary>
    public const int CompiledUpTo = 200;

    readonly Equations equations;
    readonly Slot[] slots;
    readonly LoopProgram program;
    readonly LoopKernel?[] compiled = new LoopKernel?[4];
    readonly Lock compiling = new();
    long numbers;

    /// <param name="equations">What an item computes.</param>
    /// <param name="slots">The kinds of the slots, of one variable each.</param>
    public Loop(Equations equations, Slot[] slots)
    {
        (this.equations, this.slots) = (equations, slots);
        program = new(equations, slots, 0);
    }

    /// <summary>Instructions of an item.</summary>
    public int Length => program.Length;

    /// <summary>Whether it is compiled for a number type.</summary>
    public bool IsCompiled<R>() where R : unmanaged, IReal<R> => Volatile.Read(ref compiled[Index<R>()]) != null;

    /// <summary>Runs over items 0 ... count - 1; addresses holds the addresses of the arguments.</summary>
    public void Run<R>(nint* addresses, int count) where R : unmanaged, IReal<R>
    {
        if (Volatile.Read(ref compiled[Index<R>()]) is { } kernel) kernel(addresses, count);
        else
        {
            program.Run<R>(addresses, count);
            if (Interlocked.Add(ref numbers, (long)count * R.Width) >= CompiledAfter && program.Length <= CompiledUpTo && RuntimeFeature.IsDynamicCodeSupported) Compile<R>();
        }
    }

    /// <summary>Compiles it for a number type, unless another thread is about to.</summary>
    public void Compile<R>() where R : unmanaged, IReal<R>
    {
        if (!compiling.TryEnter()) return;
        try
        {
            if (compiled[Index<R>()] == null) Volatile.Write(ref compiled[Index<R>()], LoopEmitter.CompileWithCalls<R>(equations, slots, 0));
        }
        finally
        {
            compiling.Exit();
        }
    }

    static int Index<R>() where R : unmanaged, IReal<R> => typeof(R) == typeof(Lanes16) ? 0 : typeof(R) == typeof(Lanes8) ? 1 : typeof(R) == typeof(Scalar) ? 2 : typeof(R) == typeof(Scalar64) ? 3
        : throw new NotSupportedException($"Formulas run on {nameof(Lanes16)}, {nameof(Lanes8)}, {nameof(Scalar)} and {nameof(Scalar64)}, not on {typeof(R).Name}.");
}
