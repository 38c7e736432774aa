namespace Neuromorphic.Envs.Dynamics;

/// <summary>States with their rates of change, in the units of the system.</summary>
/// <param name="States">z [samples][Dimension].</param>
/// <param name="Rates">dz/dt [samples][Dimension].</param>
public sealed record Samples(double[][] States, double[][] Rates)
{
    /// <summary>States with the rates that a system gives them.</summary>
    public static Samples Of(IDynamics dynamics, double[][] states)
    {
        ArgumentNullException.ThrowIfNull(dynamics);
        return new(states, Array.ConvertAll(states, state =>
        {
            double[] rate = new double[state.Length];
            dynamics.Field(state, rate);
            return rate;
        }));
    }

    /// <summary>A data set of samples in the order of time: the first 80 % are for training, the rest for testing.</summary>
    public static DynamicsData Split(double[][] states, double[][] rates)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(rates);
        int training = states.Length * 4 / 5;
        return new() { Training = new(states[..training], rates[..training]), Test = new(states[training..], rates[training..]) };
    }

    /// <summary>Several, one after the other.</summary>
    public static Samples Join(IEnumerable<Samples> parts)
    {
        Samples[] all = [.. parts];
        return new([.. all.SelectMany(part => part.States)], [.. all.SelectMany(part => part.Rates)]);
    }
}

/// <summary>A data set of a system: what is trained on, what is tested on, and the truth.</summary>
public sealed record DynamicsData
{
    /// <summary>What is trained on.</summary>
    public required Samples Training { get; init; }
    /// <summary>What is tested on.</summary>
    public required Samples Test { get; init; }
    /// <summary>The system that it was made from; null for a measured one.</summary>
    public IDynamics? Truth { get; init; }
    /// <summary>What states are divided by where they are learned from [Dimension]; null for 1.</summary>
    public double[]? StateUnits { get; init; }
    /// <summary>What rates are divided by [Dimension]; null for 1.</summary>
    public double[]? RateUnits { get; init; }

    /// <summary>The same with the standard deviations of training states and rates as units; means stay where they are.</summary>
    public DynamicsData InDeviations() => this with { StateUnits = Deviations(Training.States), RateUnits = Deviations(Training.Rates) };

    static double[] Deviations(double[][] rows)
    {
        double[] deviations = new double[rows[0].Length];
        for (int i = 0; i < deviations.Length; i++)
        {
            double sum = 0, squares = 0;
            foreach (double[] row in rows) sum += row[i];
            double mean = sum / rows.Length;
            foreach (double[] row in rows) squares += (row[i] - mean) * (row[i] - mean);
            deviations[i] = Math.Sqrt(squares / rows.Length);
        }
        return deviations;
    }
}
