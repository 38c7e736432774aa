#:project ../../src/Neuromorphic.Runs
#:property PublishAot=false

// An environment of one's own, as in Gymnasium, by evolution and by gradients: dotnet run docs/scripts/own-environment.cs
using Neuromorphic.Environments;
using Neuromorphic.Rollouts;
using Neuromorphic.Runs;
using Neuromorphic.Training;

string folder = args.Length > 0 ? args[0] : "runs/own-environment";
EnvironmentRegistry.All.Add(new("landing", "Come down softly on a planet without air.", _ => new Landing()));
foreach (string method in (string[])["es", "bptt"])
{
    RunResult result = Run.Train(Run.Configure("landing", ("method", method), ("neurons", 64), ("generations", 60)), Path.Combine(folder, method));
    Console.WriteLine($"{method}: mean return of {result.Evaluation!.Episodes} fresh episodes {result.Evaluation.Mean:F2}; of the untrained controller {result.Run.Evaluate(result.State.Initial, null, 100, seed: 0).Mean:F2}");
}

// The trained controller in an environment that this program steps itself.
Controller pilot = Run.Load(Path.Combine(folder, "es")).Controller();
Landing planet = new();
double[] seen = planet.Reset(seed: 7).Observation;
for (bool over = false; !over;)
{
    StepResult next = planet.Step([pilot.Predict(Array.ConvertAll(seen, value => (float)value))[0]]);
    (seen, over) = (next.Observation, next.Terminated || next.Truncated);
}
Console.WriteLine($"touched down at {-seen[1]:F2} m/s");

/// <summary>Height and speed are seen, thrust is chosen; what remains of the speed at the ground is paid for.</summary>
sealed class Landing : GymEnvironment
{
    double height, speed;

    public override Box ObservationSpace { get; } = Box.Uniform(2, double.NegativeInfinity, double.PositiveInfinity);
    public override Space ActionSpace { get; } = Box.Uniform(1, 0, 4); // m/s2
    public override int StepLimit => 200;
    public override double? TimeStep => .1; // s

    protected override double[] Begin() => [height = Uniform(8, 12), speed = 0];

    protected override (double[] Observation, double Reward, bool Terminated) Advance(ReadOnlySpan<double> action)
    {
        speed += .1 * (action[0] - 1.6);
        height += .1 * speed;
        bool down = height <= 0;
        return ([height, speed], (down ? -Math.Abs(speed) : 0) - .05, down);
    }
}
