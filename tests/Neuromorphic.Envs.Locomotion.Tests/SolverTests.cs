using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Envs.Locomotion.Tests;

/// <summary>The solver of limits and contacts, where whole Newton steps do not end.</summary>
public class SolverTests
{
    public static TheoryData<string, string> Variants => new([.. LocomotionRegistry.Names.SelectMany(name => LocomotionRegistry.Variants.Select(variant => (name, variant)))]);

    /// <summary>Positions of the walker, at rest without controls, at which whole steps go round in a circle.</summary>
    internal static double[] CirclingWalker => [0, .29, .05, -1.18, -.18, .63, -.45, -.23, -.03];

    [Fact]
    public void Where_whole_steps_go_round_in_a_circle_accelerations_are_those_of_MuJoCo()
    {
        Check<Scalar64>(.05 / 2810);
        Check<Scalar>(1e-4);
        Check<Lanes16>(1e-4);

        static void Check<R>(double tolerance) where R : unmanaged, IReal<R>
        {
            double[] expected = [27.3, 1251.7, 74.2, 1801.0, -2236.4, 2808.2, 308.0, -2241.9, 36.1];
            EngineDriver<R> driver = new(LocomotionRegistry.Task("walker2d", "gymnasium-v4").Robot);
            driver.SetAll(CirclingWalker, new double[9], new double[6]);
            driver.Simulation.Evaluate();
            for (int lane = 0; lane < R.Width; lane++)
            {
                double[] actual = driver.Read(lane, driver.Map.Acceleration, 9);
                for (int i = 0; i < 9; i++) Assert.Equal(expected[i], actual[i], tolerance * (1 + 2810));
            }
            Assert.Equal((1, 0), (driver.Simulation.Searches, driver.Simulation.Unconverged));
        }
    }

    [Theory, MemberData(nameof(Variants))]
    public void Every_solve_converges_and_what_differs_between_lanes_changes_no_bit(string name, string variant)
    {
        const int Groups = 4000;
        LocomotionTask task = LocomotionRegistry.Task(name, variant);
        EngineDriver<Lanes16> lanes = new(task.Robot);
        EngineDriver<Scalar> single = new(task.Robot);
        MemoryMap map = single.Map;
        RandomStates states = new(single.Mechanism, 3);
        for (int group = 0; group < Groups; group++)
        {
            (double[] Positions, double[] Velocities, double[] Controls)[] drawn = [.. Enumerable.Range(0, 16).Select(_ => states.Next())];
            lanes.SetEach(drawn);
            long searches = lanes.Simulation.Searches;
            lanes.Simulation.Evaluate();
            if (searches == lanes.Simulation.Searches) continue;
            for (int lane = 0; lane < 16; lane++)
            {
                single.SetEach([drawn[lane]]);
                single.Simulation.Evaluate();
                Assert.Equal(single.Read(0, map.Acceleration, map.Unconverged - map.Acceleration), lanes.Read(lane, map.Acceleration, map.Unconverged - map.Acceleration));
                for (int c = 0; c < single.Mechanism.Contacts.Length; c++)
                    if (single.Read(0, map.Gap + c, 1)[0] < 0) Assert.Equal(single.Read(0, map.EdgeActive + 4 * c, 3), lanes.Read(lane, map.EdgeActive + 4 * c, 3));
            }
        }
        Assert.Equal((0, 0), (lanes.Simulation.Unconverged, single.Simulation.Unconverged));
        // The hopper and Brax's walker have too few contacts at once.
        if (variant != "brax" && name != "hopper") Assert.True(lanes.Simulation.Searches > 2, $"only {lanes.Simulation.Searches} solves searched lines");
    }

    [Theory, MemberData(nameof(Variants))]
    public void The_minimum_does_not_depend_on_where_the_solver_starts(string name, string variant)
    {
        EngineDriver<Scalar64> driver = new(LocomotionRegistry.Task(name, variant).Robot);
        RandomStates states = new(driver.Mechanism, 5);
        int n = driver.Mechanism.Velocities;
        for (int k = 0; k < 4000; k++)
        {
            (double[] positions, double[] velocities, double[] controls) = states.Next();
            driver.SetAll(positions, velocities, controls);
            driver.Simulation.Evaluate();
            double[] expected = driver.Read(0, driver.Map.Acceleration, n);
            driver.Write(0, driver.Map.Acceleration, [.. expected.Select(a => a + 3000 * states.Normal())]);
            driver.Simulation.Solve();
            double[] actual = driver.Read(0, driver.Map.Acceleration, n);
            double scale = 1 + expected.Max(Math.Abs);
            for (int i = 0; i < n; i++) Assert.Equal(expected[i], actual[i], 1e-8 * scale);
        }
        Assert.Equal(0, driver.Simulation.Unconverged);
        if (variant != "brax" && name != "hopper") Assert.True(driver.Simulation.Searches > 2, $"only {driver.Simulation.Searches} solves searched lines");
    }
}
