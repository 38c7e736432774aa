namespace Neuromorphic.Evolution;

/// <summary>
/// A strategy in ask and tell form. It maximises, and sees search vectors and fitnesses, never a neuron.
/// </summary>
public abstract class Strategy
{
    /// <summary>The name on the command line.</summary>
    public abstract string Name { get; }
    /// <summary>Numbers in a search vector.</summary>
    public int Dimension => Mean.Length;
    /// <summary>Members of a generation.</summary>
    public abstract int PopulationSize { get; }
    /// <summary>The current centre of the search [Dimension].</summary>
    public abstract ReadOnlySpan<double> Mean { get; }

    /// <summary>How far members lie from the mean: the mean over the numbers of their standard deviation; NaN where a strategy does not say.</summary>
    public virtual double Deviation => double.NaN;

    private protected static double MeanOf(double[] values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum / values.Length;
    }

    /// <summary>The members of a generation. Asking again gives the same members.</summary>
    public abstract Candidates Ask(int generation);

    /// <summary>
    /// Learns from the members' fitnesses; a member without a finite fitness counts as the worst. Where all count the same there is nothing to learn
    /// and the whole state stays as it is, unless the strategy is asked to look further (<see cref="PgpeOptions.Widening"/>); the next generation's members are others all the same.
    /// </summary>
    /// <param name="generation">The generation that was asked for.</param>
    /// <param name="fitness">One fitness for each member; larger is better.</param>
    /// <returns>How many fitnesses were not finite.</returns>
    /// <exception cref="ArgumentException">The number of fitnesses is not the population size.</exception>
    public int Tell(int generation, ReadOnlySpan<double> fitness)
    {
        if (fitness.Length != PopulationSize)
            throw new ArgumentException($"A generation of {PopulationSize} members has as many fitnesses, not {fitness.Length}.", nameof(fitness));
        double worst = double.PositiveInfinity, best = double.NegativeInfinity;
        int failed = 0;
        foreach (double value in fitness)
            if (double.IsFinite(value)) (worst, best) = (Math.Min(worst, value), Math.Max(best, value));
            else failed++;
        if (!(best > worst)) // nothing to learn from
        {
            if (failed < fitness.Length) StandStill();
            return failed;
        }
        double[] finite = fitness.ToArray();
        for (int i = 0; i < finite.Length; i++)
            if (!double.IsFinite(finite[i])) finite[i] = worst;
        Update(generation, finite);
        return failed;
    }

    /// <summary>Whether generations in which all members earn the same make the search look further.</summary>
    public virtual bool Widens => false;

    /// <summary>Hears that all members earned the same. A search that looks further then says so by a setting; others stay as they are.</summary>
    protected virtual void StandStill()
    {
    }

    /// <summary>Learns from finite fitnesses.</summary>
    protected abstract void Update(int generation, ReadOnlySpan<double> fitness);

    /// <summary>Everything that the next generation depends on.</summary>
    public StrategyState Save()
    {
        var state = new StateCollector();
        Save(state);
        return state.State;
    }

    /// <summary>The first number of the state that no search can go on from; null if there is none.</summary>
    internal StateFault? Fault()
    {
        var state = new StateInspector();
        Save(state);
        return state.Fault;
    }

    /// <summary>What counts more updates than some generations can have made; null if nothing does.</summary>
    internal string? UpdateFault(int generations)
    {
        var limit = new UpdateLimit(generations);
        Save(limit);
        return limit.Fault;
    }

    /// <summary>Continues from a saved state. If the state is refused, nothing changes.</summary>
    /// <exception cref="ArgumentException">A row is missing, unknown, or has another length or a number that it cannot have.</exception>
    public void Load(StrategyState state)
    {
        var reader = new StateReader(Name, state, Save);
        Load(reader);
        reader.Commit();
    }

    /// <summary>Adds everything that the next generation depends on.</summary>
    protected abstract void Save(StateWriter state);
    /// <summary>Takes it back, row by row; nothing changes before all rows are found right.</summary>
    protected abstract void Load(StateReader state);

    /// <summary>The mean as a strategy begins it: a copy, with the population size checked.</summary>
    protected static double[] Begin(Noise noise, ReadOnlySpan<double> mean, int population, int smallest, bool even)
    {
        ArgumentNullException.ThrowIfNull(noise);
        if (mean.IsEmpty) throw new ArgumentException("Nothing is trained: every parameter slice is frozen.");
        if (noise.Dimension != mean.Length) throw new ArgumentException($"The noise has {noise.Dimension} numbers in a row, the mean {mean.Length}.");
        if (population < smallest || (even && population % 2 != 0))
            throw new ArgumentException($"population is {population}; allowed is {(even ? "an even number" : "a number")} from {smallest}.");
        return mean.ToArray();
    }
}
