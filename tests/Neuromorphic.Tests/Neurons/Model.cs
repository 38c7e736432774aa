using Neuromorphic.Neurons;
using Neuromorphic.Numerics;

namespace Neuromorphic.Tests.Neurons;

/// <summary>What one lane's neurons did: [step][neuron].</summary>
public sealed record Trace(double[][] Potentials, double[][] Spikes)
{
    /// <summary>The steps in which a neuron fired, counted from 0.</summary>
    public int[] SpikeTimes(int neuron) => [.. Enumerable.Range(0, Spikes.Length).Where(step => Spikes[step][neuron] != 0)];
}

/// <summary>The input of a neuron in a step; each lane is a member.</summary>
public delegate double Current(int step, int neuron, int member);

/// <summary>A registered neuron model, driven by itself with physical parameters. All laws run over <see cref="Names"/>.</summary>
public abstract class Model
{
    /// <summary>The registered names: a new model meets all laws at once.</summary>
    public static TheoryNames Names => [.. NeuronRegistry.Names];

    /// <summary>The model that a name stands for.</summary>
    public static Model Of(string name) => NeuronRegistry.Use(name, default(Naming));

    readonly struct Naming : INeuronUse<Model>
    {
        public Model With<TNeuron>() where TNeuron : struct, INeuron<TNeuron> => new Model<TNeuron>();
    }

    public abstract IReadOnlyList<NeuronParameter> Parameters(NeuronOptions options);

    /// <summary>A population that has not been reset.</summary>
    public abstract LaneGroup<R> Create<R>(NeuronOptions options, Func<string, int, double> value, int neurons) where R : unmanaged, IReal<R>;

    /// <summary>A fresh population driven for some steps: one trace for each lane.</summary>
    public Trace[] Run<R>(NeuronOptions options, Func<string, int, double> value, int neurons, int steps, Current current, int firstMember = 0) where R : unmanaged, IReal<R>
    {
        LaneGroup<R> population = Create<R>(options, value, neurons);
        population.Reset();
        return population.Run(steps, current, firstMember);
    }

    /// <summary>The first lane of a fresh population of one neuron under a current.</summary>
    public Trace Single<R>(NeuronOptions options, Func<string, double> value, int steps, Func<int, double> current) where R : unmanaged, IReal<R> =>
        Run<R>(options, (name, _) => value(name), 1, steps, (step, _, _) => current(step))[0];
}

/// <summary>Neurons of one lane group.</summary>
public abstract class LaneGroup<R> where R : unmanaged, IReal<R>
{
    public abstract void Reset();
    public abstract Trace[] Run(int steps, Current current, int firstMember = 0);
}

/// <summary>A model by its type.</summary>
public sealed class Model<TNeuron> : Model where TNeuron : struct, INeuron<TNeuron>
{
    public override IReadOnlyList<NeuronParameter> Parameters(NeuronOptions options) => TNeuron.Parameters(options);

    public override unsafe LaneGroup<R> Create<R>(NeuronOptions options, Func<string, int, double> value, int neurons)
    {
        IReadOnlyList<NeuronParameter> names = TNeuron.Parameters(options);
        R[] parameters = new R[names.Count * neurons];
        for (int k = 0; k < names.Count; k++)
        {
            for (int n = 0; n < neurons; n++) parameters[k * neurons + n] = value(names[k].Name, n);
            fixed (R* first = parameters) names[k].Coefficient.Apply(first + k * neurons, neurons);
        }
        return new Lanes<R>(TNeuron.Create(options), new(parameters), neurons);
    }

    sealed class Lanes<R>(TNeuron neuron, ArrayBuffer<R> parameters, int neurons) : LaneGroup<R> where R : unmanaged, IReal<R>
    {
        readonly ArrayBuffer<R> state = new(neurons * TNeuron.StateSize);

        public override void Reset()
        {
            for (int n = 0; n < neurons; n++) neuron.Reset<R, ArrayBuffer<R>, ArrayBuffer<R>>(parameters, state, n, neurons);
        }

        public override Trace[] Run(int steps, Current current, int firstMember)
        {
            Trace[] traces = [.. Enumerable.Range(0, R.Width).Select(_ => new Trace(new double[steps][], new double[steps][]))];
            double[] input = new double[R.Width];
            for (int step = 0; step < steps; step++)
            {
                foreach (Trace trace in traces) (trace.Potentials[step], trace.Spikes[step]) = (new double[neurons], new double[neurons]);
                for (int n = 0; n < neurons; n++)
                {
                    for (int lane = 0; lane < R.Width; lane++) input[lane] = current(step, n, firstMember + lane);
                    R spike = neuron.Step<R, ArrayBuffer<R>, ArrayBuffer<R>>(parameters, state, n, neurons, R.FromLanes(input));
                    for (int lane = 0; lane < R.Width; lane++)
                    {
                        traces[lane].Potentials[step][n] = R.Lane(state[n], lane);
                        traces[lane].Spikes[step][n] = R.Lane(spike, lane);
                    }
                }
            }
            return traces;
        }
    }
}
