#:project ../../src/Neuromorphic.Runs
#:property PublishAot=false

// An environment of one's own, as in Gymnasium, by evolution and by gradients: dotnet run docs/scripts/own-environment.cs
using System.Numerics;
using Neuromorphic.Bodies;
using Neuromorphic.Environments;
using Neuromorphic.Rollouts;
using Neuromorphic.Runs;
using Neuromorphic.Training;

string folder = args.Length > 0 ? args[0] : "runs/own-environment";
EnvironmentRegistry.All.Add(new("docking", "Stop a vehicle without friction at a station.", _ => new Docking()));
foreach (string method in (string[])["es", "bptt"])
{
    RunResult result = Run.Train(Run.Configure("docking", ("method", method), ("neurons", 64), ("generations", 60)), Path.Combine(folder, method));
    Console.WriteLine($"{method}: mean return of {result.Evaluation!.Episodes} fresh episodes {result.Evaluation.Mean:F2}; of the untrained controller {result.Run.Evaluate(result.State.Initial, null, 100, seed: 0).Mean:F2}");
}

Run.Load(Path.Combine(folder, "es")).SaveReplay(Path.Combine(folder, "docking.html"));

// The trained controller in an environment that this program steps itself.
Controller pilot = Run.Load(Path.Combine(folder, "es")).Controller();
Docking station = new();
double[] seen = station.Reset(seed: 7).Observation;
for (bool over = false; !over;)
{
    StepResult next = station.Step([pilot.Predict(Array.ConvertAll(seen, value => (float)value))[0]]);
    (seen, over) = (next.Observation, next.Terminated || next.Truncated);
}
Console.WriteLine($"ended {Math.Abs(seen[0]):F2} m from the station");

/// <summary>Distance and speed are seen, acceleration is chosen; distance and speed cost.</summary>
sealed class Docking : GymEnvironment
{
    double distance, speed;

    public override Box ObservationSpace { get; } = Box.Uniform(2, double.NegativeInfinity, double.PositiveInfinity);
    public override Space ActionSpace { get; } = Box.Uniform(1, -2, 2); // m/s2
    public override int StepLimit => 100;
    public override double? TimeStep => .1; // s

    // What `replay` shows: the vehicle where it is, and the station.
    public override Appearance Appearance { get; } = new(
        [new("vehicle", new Cuboid(new(.3f, .2f, .15f), new(0, 0, .15f)) { Color = Color.Vermillion }), new("station", new Sphere(.08f, Vector3.Zero))],
        seen => [new(new(seen[0], 0, 0), Quaternion.Identity), new(new(0, 0, .6f), Quaternion.Identity)]);

    protected override double[] Begin() => [distance = Uniform(-2, 2), speed = 0];

    protected override (double[] Observation, double Reward, bool Terminated) Advance(ReadOnlySpan<double> action)
    {
        speed += .1 * action[0];
        distance += .1 * speed;
        return ([distance, speed], -.1 * (distance * distance + .1 * speed * speed), Math.Abs(distance) > 10);
    }
}
