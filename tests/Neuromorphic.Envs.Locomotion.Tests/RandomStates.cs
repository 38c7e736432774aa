using Neuromorphic.Envs.Locomotion.Physics;

namespace Neuromorphic.Envs.Locomotion.Tests;

/// <summary>States with the joints within their ranges and a little beyond, near the floor, at rest, slow and fast, with controls up to their bounds.</summary>
sealed class RandomStates(Mechanism mechanism, int seed)
{
    static readonly double[] Speeds = [0, 0, 1, 3, 10];

    readonly Random random = new(seed);

    public (double[] Positions, double[] Velocities, double[] Controls) Next()
    {
        double[] positions = [.. mechanism.DrawnPositions];
        foreach (Dof dof in mechanism.Dofs)
            if (dof.Limit is { } limit) positions[dof.Position] = limit.Low + (limit.High - limit.Low) * (1.1 * random.NextDouble() - .05);
        positions[mechanism.Height.Position] = 1.3 * random.NextDouble() - mechanism.Height.Offset;
        if (mechanism.IsFree)
        {
            double[] quaternion = [.. Enumerable.Range(0, 4).Select(_ => Normal())];
            double length = Math.Sqrt(quaternion.Sum(x => x * x));
            for (int k = 0; k < 4; k++) positions[3 + k] = quaternion[k] / length;
        }
        else positions[2] = random.Next(2) == 0 ? .3 * Normal() : Math.PI * Uniform();
        double speed = Speeds[random.Next(Speeds.Length)];
        double[] velocities = [.. mechanism.Dofs.Select(_ => speed * Normal())];
        double[] controls = [.. mechanism.Drives.Select(_ => Math.Clamp(2 * Uniform(), -1, 1))];
        return (positions, velocities, controls);
    }

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    double Uniform() => 2 * random.NextDouble() - 1;
}
