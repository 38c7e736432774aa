using System.Diagnostics;
using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion;

/// <summary>What the contact solver has done on the calling thread, over all groups of lanes.</summary>
/// <param name="Solves">Solves, one a physics step.</param>
/// <param name="Steps">Newton steps in all.</param>
/// <param name="Unconverged">Lanes that still descended in the last step permitted.</param>
/// <param name="Width">Lanes of a solve.</param>
public readonly record struct SolverReport(long Solves, long Steps, long Unconverged, int Width)
{
    /// <summary>Mean Newton steps of a group of lanes.</summary>
    public double StepsPerSolve => Solves == 0 ? 0 : (double)Steps / Solves;
    /// <summary>Lanes in a million that did not converge.</summary>
    public double UnconvergedPerMillion => Solves == 0 ? 0 : 1e6 * Unconverged / ((double)Solves * Width);
}

/// <summary>Measurements of the physics behind an environment.</summary>
public static class RobotMeasurements
{
    /// <summary>What the contact solver of this environment has done on the calling thread.</summary>
    public static SolverReport SolverReport<R>(this RobotEnvironment environment) where R : unmanaged, IReal<R>
    {
        Simulation<R> simulation = Simulations<R>.Of(environment.Task);
        return new(simulation.Solves, simulation.SolverStepsTaken, simulation.Unconverged, R.Width);
    }

    /// <summary>Share of the time of a physics step that each of its parts takes, at a state.</summary>
    public static IEnumerable<(string Part, double Share)> MeasureShares<R, B>(this RobotEnvironment environment, B state) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        double[] seconds = Simulations<R>.Of(environment.Task).TimeParts(state);
        string[] names = ["sines", "kinematics, M and forces", "contact set-up", "solver", "integration"];
        return names.Zip(seconds, (name, time) => (name, time / seconds.Sum()));
    }

    static unsafe double[] TimeParts<R, B>(this Simulation<R> simulation, B state) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        const int Repetitions = 2001;
        long[][] ticks = [.. Enumerable.Range(0, 5).Select(_ => new long[Repetitions])];
        for (int i = 0; i < Repetitions; i++)
        {
            for (int k = 0; k < simulation.Map.StateSize; k++) simulation.Memory.Span[k] = state[k];
            for (int part = 0; part < ticks.Length; part++)
            {
                long start = Stopwatch.GetTimestamp();
                switch (part)
                {
                    case 0: simulation.Sines(); break;
                    case 1: simulation.Motion(); break;
                    case 2: simulation.FindContacts(); break;
                    case 3: simulation.Solve(); break;
                    default: simulation.Integrate(); break;
                }
                ticks[part][i] = Stopwatch.GetTimestamp() - start;
            }
        }
        // Medians, for other work on the machine interrupts now and then.
        return [.. ticks.Select(times => (double)times.Order().ElementAt(Repetitions / 2))];
    }
}
