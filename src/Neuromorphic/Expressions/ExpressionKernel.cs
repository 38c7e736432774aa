using Neuromorphic.Numerics;
using Neuromorphic.Tape;

namespace Neuromorphic.Expressions;

/// <summary>
/// A formula as loops over items, such as the units of a layer: inputs to values and derivatives, and their adjoint. Numbers are of any type of the processor: lanes,
/// one float32, one float64. All methods may run on many threads.
/// </summary>
/// <remarks>
/// A loop is interpreted until <see cref="CompiledAfter"/> numbers have gone through it, then compiled, with the same bits. Rows lie one behind the other, [row][item].
/// Where an argument may be written over another is said; elsewhere they must lie apart.
/// </remarks>
public sealed unsafe class ExpressionKernel
{
    static readonly WeakCache<(Expression, int), ExpressionKernel> Made = new();

    readonly ExpressionEquations equations;
    readonly Lazy<Loop> value, adjoint;

    ExpressionKernel(Expression expression, int derivatives)
    {
        (Expression, Derivatives) = (expression, derivatives);
        equations = new(expression, derivatives);
        Slot[] slots = new Slot[equations.Slots];
        Array.Fill(slots, Slot.Overwritten, 0, equations.Inputs.Length);
        value = new(() => new(equations.Value(), slots[..equations.InputGradients]));
        Slot[] adjointSlots = [.. slots];
        Array.Fill(adjointSlots, Slot.Overwritten, equations.Results, derivatives + 1);
        adjoint = new(() => new(equations.Adjoint(), adjointSlots));
    }

    internal static ExpressionKernel Of(Expression expression, int derivatives) => Made.GetOrAdd((expression, derivatives), key => new(key.Item1, key.Item2));

    /// <summary>One that nobody else has.</summary>
    internal static ExpressionKernel Unshared(Expression expression, int derivatives) => new(expression, derivatives);

    /// <summary>Numbers (items times lanes) after which a loop is compiled, measured: what compiling takes is then less than what it has saved.</summary>
    public static long CompiledAfter => Loop.CompiledAfter;

    /// <summary>The formula.</summary>
    public Expression Expression { get; }
    /// <summary>0: values; 1: slopes by the first input, too; 2: curvatures, too.</summary>
    public int Derivatives { get; }

    internal Loop ValueLoop => value.Value;
    internal Loop AdjointLoop => adjoint.Value;

    /// <summary>The value for one item.</summary>
    /// <param name="inputs">At least as many as the formula reads.</param>
    /// <param name="parameters">The unit's numbers, at least as many as the formula reads.</param>
    public R Value<R>(ReadOnlySpan<R> inputs, ReadOnlySpan<R> parameters) where R : unmanaged, IReal<R>
    {
        Span<R> results = stackalloc R[3];
        Value(inputs, parameters, results[..(Derivatives + 1)]);
        return results[0];
    }

    /// <summary>Values and derivatives of items.</summary>
    /// <param name="inputs">[inputs][items], at least as many rows as the formula reads.</param>
    /// <param name="parameters">[parameters][items], the same.</param>
    /// <param name="results">[1 + <see cref="Derivatives"/>][items]: values, slopes, curvatures. May begin where the inputs do.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Value<R>(ReadOnlySpan<R> inputs, ReadOnlySpan<R> parameters, Span<R> results) where R : unmanaged, IReal<R>
    {
        int items = Items(results.Length);
        Check(inputs.Length, Expression.Inputs, items, "inputs");
        Check(parameters.Length, Expression.Parameters, items, "parameters");
        nint* slots = stackalloc nint[equations.Slots];
        fixed (R* x = inputs, p = parameters, y = results)
        {
            Operands(slots, x, p, items);
            for (int n = 0; n <= Derivatives; n++) slots[equations.Results + n] = (nint)(y + n * items);
            value.Value.Run<R>(slots, items);
        }
    }

    /// <summary>From gradients of values and derivatives to those of inputs and parameters.</summary>
    /// <param name="inputs">[inputs][items], at least as many rows as the formula reads.</param>
    /// <param name="parameters">[parameters][items], the same.</param>
    /// <param name="gradients">[1 + <see cref="Derivatives"/>][items]: gradients of what <see cref="Value{R}(ReadOnlySpan{R}, ReadOnlySpan{R}, Span{R})"/> gives.</param>
    /// <param name="inputGradients">[inputs][items], replaced by the inputs' gradients; 0 for rows that the formula does not read. May begin where the inputs or the gradients do.</param>
    /// <param name="parameterGradients">[parameters][items], to which those of parameters are added.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Adjoint<R>(ReadOnlySpan<R> inputs, ReadOnlySpan<R> parameters, ReadOnlySpan<R> gradients, Span<R> inputGradients, Span<R> parameterGradients) where R : unmanaged, IReal<R>
    {
        int items = Items(gradients.Length);
        Check(inputs.Length, Expression.Inputs, items, "inputs");
        Check(parameters.Length, Expression.Parameters, items, "parameters");
        Check(inputGradients.Length, Expression.Inputs, items, "gradients of inputs");
        Check(parameterGradients.Length, Expression.Parameters, items, "gradients of parameters");
        nint* slots = stackalloc nint[equations.Slots];
        fixed (R* x = inputs, p = parameters, g = gradients, dx = inputGradients, dp = parameterGradients)
        {
            Operands(slots, x, p, items);
            for (int n = 0; n <= Derivatives; n++) slots[equations.Results + n] = (nint)(g + n * items);
            for (int i = 0; i < equations.Inputs.Length; i++) slots[equations.InputGradients + i] = (nint)(dx + equations.Inputs[i] * items);
            for (int k = 0; k < equations.Parameters.Length; k++) slots[equations.ParameterGradients + k] = (nint)(dp + equations.Parameters[k] * items);
            adjoint.Value.Run<R>(slots, items);
        }
        for (int row = 0, next = 0; (row + 1) * items <= inputGradients.Length && items > 0; row++)
            if (next < equations.Inputs.Length && equations.Inputs[next] == row) next++;
            else inputGradients.Slice(row * items, items).Clear();
    }

    void Operands<R>(nint* slots, R* inputs, R* parameters, int items) where R : unmanaged
    {
        for (int i = 0; i < equations.Inputs.Length; i++) slots[i] = (nint)(inputs + equations.Inputs[i] * items);
        for (int k = 0; k < equations.Parameters.Length; k++) slots[equations.Inputs.Length + k] = (nint)(parameters + equations.Parameters[k] * items);
    }

    int Items(int numbers) => numbers % (Derivatives + 1) == 0 ? numbers / (Derivatives + 1) : throw new ArgumentException($"{numbers} results are no {Derivatives + 1} rows of equal length.");

    static void Check(int length, int rows, int items, string what)
    {
        if (length < (long)rows * items) throw new ArgumentException($"There are {length} {what}; the formula needs {rows} for each of {items} items.");
    }
}
