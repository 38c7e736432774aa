using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Envs.Locomotion.Robots;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Envs.Locomotion.Tests;

/// <summary>The engine against MuJoCo 2.2.2, state by state and step by step, in double and in float32.</summary>
public class AccuracyTests
{
    public static TheoryData<string> Models => [.. Reference.All];

    static double Largest(IEnumerable<double> values) => values.Max(Math.Abs);

    static void Below(double error, double tolerance, string what) => Assert.True(error <= tolerance, $"{what}: error {error:E2}, allowed {tolerance:E0}");

    [Theory, MemberData(nameof(Models))]
    public void Mass_matrix_and_bias_force_equal_MuJoCos(string model)
    {
        Check<Scalar64>(model, 1e-13);
        Check<Lanes16>(model, 1e-6);

        static void Check<R>(string model, double tolerance) where R : unmanaged, IReal<R>
        {
            EngineDriver<R> driver = new(Reference.RobotOf(model));
            foreach (Facts state in Reference.States(model))
            {
                double[] positions = state.Numbers("qpos"), expected = state.Numbers("M"), force = state.Numbers("qfrc_bias");
                driver.SetAll(positions, state.Numbers("qvel"), state.Numbers("ctrl"));
                driver.Simulation.Evaluate();
                double[,] mass = driver.Mass(R.Width - 1, positions);
                int n = driver.Mechanism.Velocities;
                Below(Largest(Enumerable.Range(0, n * n).Select(k => mass[k / n, k % n] - expected[k])) / Largest(expected), tolerance, $"M of {model}, {typeof(R).Name}");
                double[] bias = driver.InOwnFrame(driver.Read(R.Width - 1, driver.Map.Bias, n), positions);
                Below(Largest(bias.Zip(force, (a, b) => a - b)) / (1 + Largest(force)), tolerance, $"bias of {model}, {typeof(R).Name}");
            }
        }
    }

    [Theory, MemberData(nameof(Models))]
    public void Accelerations_equal_MuJoCos_without_constraints_with_limits_and_in_contact(string model)
    {
        Check<Scalar64>(model, 1e-9);
        Check<Lanes16>(model, 1e-4);

        static void Check<R>(string model, double tolerance) where R : unmanaged, IReal<R>
        {
            EngineDriver<R> driver = new(Reference.RobotOf(model));
            foreach (Facts state in Reference.States(model))
            {
                double[] positions = state.Numbers("qpos"), smooth = state.Numbers("qacc_smooth"), constrained = state.Numbers("qacc");
                string kind = state.Text("kind");
                Compare("a_free", smooth);
                Compare(kind, constrained);

                void Compare(string constraints, double[] expected)
                {
                    driver.Constrain(constraints);
                    driver.SetAll(positions, state.Numbers("qvel"), state.Numbers("ctrl"));
                    driver.Simulation.Evaluate();
                    double[] own = driver.InOwnFrame(driver.Read(0, driver.Map.Acceleration, driver.Mechanism.Velocities), positions);
                    Below(Largest(own.Zip(expected, (a, b) => a - b)) / (1 + Largest(expected)), tolerance, $"accelerations of {model}, {constraints}, {typeof(R).Name}");
                }
            }
            Assert.Equal(0, driver.Simulation.Unconverged);
        }
    }

    /// <summary>The front left ankle of the ant stands on the floor, tilted by 1e-5, 1e-7 and 1e-9; accelerations are those of mj_forward.</summary>
    [Theory]
    [InlineData(new[] { 0.94250116294918906, 0.95954984895547479, -0.24901600830594378, 0.13135872627718756, 2.7811212379906785e-06 },
        new[] { -31.9105146273, -8.79319640297, 51.0599003367, 125.389865997, 24.7264419446, 115.589395369, 13.5187458795, 10.4716655441, -3.80529046129, -1.44615676215, -1.61695089949, 0.518320102352, -1.59824721982, -1.53272995133 })]
    [InlineData(new[] { 0.94250106228392783, 0.9595496321746062, -0.24901866246643997, 0.13135527829898069, 2.7811218662998952e-08 },
        new[] { -31.9111349064, -8.7931337421, 51.0604258988, 125.389821933, 24.7257978919, 115.58871012, 13.5187307229, 10.471877456, -3.80529022408, -1.44614903473, -1.61694602952, 0.518310549026, -1.59821065532, -1.53271447949 })]
    [InlineData(new[] { 0.94250106127671174, 0.95954963000668858, -0.24901868900795598, 0.13135524381914065, 2.781121872583304e-10 },
        new[] { -31.9111411093, -8.79313311544, 51.0604311543, 125.389821492, 24.7257914514, 115.588703267, 13.5187305713, 10.4718795751, -3.80529022171, -1.44614895746, -1.61694598082, 0.518310453493, -1.59821028968, -1.53271432477 })]
    public void A_capsule_that_stands_almost_upright_slides_as_in_MuJoCo(double[] heightAndTurn, double[] expected)
    {
        EngineDriver<Scalar64> driver = new(Ant.GymnasiumV4);
        double[] positions = [0, 0, .. heightAndTurn, .3, 1, -.2, -1, .1, -1, 0, 1];
        double[] velocities =
        [
            0.83291575118569461, -0.73203606611678196, -0.61757820640577843, -0.4798383430949591, -0.57143760918240882, -0.27967736743375538, -0.16039404885861741,
            0.30815651608079508, -0.61126872506517393, -0.38054812577578623, 0.0137451295804909, -0.7706674466704333, 0.14139049739641618, 0.34035755383798749,
        ];
        driver.SetAll(positions, velocities, new double[8]);
        driver.Simulation.Evaluate();
        double[] actual = driver.InOwnFrame(driver.Read(0, driver.Map.Acceleration, 14), positions);
        Below(Largest(actual.Zip(expected, (a, b) => a - b)) / (1 + Largest(expected)), 1e-7, "accelerations");
    }

    [Theory, MemberData(nameof(Models))]
    public void With_explicit_damping_velocities_change_by_MuJoCos_accelerations(string model)
    {
        EngineDriver<Scalar64> driver = new(Reference.RobotOf(model) with { Integrator = Integrator.EulerExplicitDamping });
        foreach (Facts state in Reference.States(model))
        {
            double[] velocities = state.Numbers("qvel"), accelerations = state.Numbers("qacc");
            driver.Constrain(state.Text("kind"));
            driver.SetAll(state.Numbers("qpos"), velocities, state.Numbers("ctrl"));
            driver.Simulation.Step();
            double[] change = [.. driver.Velocities(0).Zip(velocities, (after, before) => (after - before) / driver.Mechanism.Robot.TimeStep)];
            Below(Largest(change.Zip(accelerations, (a, b) => a - b)) / (1 + Largest(accelerations)), 1e-9, $"change of velocities of {model}");
        }
    }

    [Theory, MemberData(nameof(Models))]
    public void One_environment_step_from_any_state_equals_MuJoCos_in_double(string model)
    {
        (double[] positions, double[] velocities) = OneStep<Scalar64>(model);
        Below(positions.Max(), 1e-9, $"positions of {model}");
        Below(velocities.Max(), 1e-9, $"velocities of {model}");
    }

    [Theory, MemberData(nameof(Models))]
    public void One_environment_step_from_any_state_is_close_in_float32(string model)
    {
        (_, double[] velocities) = OneStep<Lanes16>(model);
        Array.Sort(velocities);
        Below(velocities[velocities.Length / 2], 1e-5, $"median velocity error of {model}");
        Below(velocities[velocities.Length * 99 / 100], 1e-3, $"99th percentile of the velocity error of {model}");
    }

    /// <summary>Errors of all steps that the reference has, different ones side by side in the lanes.</summary>
    static (double[] Positions, double[] Velocities) OneStep<R>(string model) where R : unmanaged, IReal<R>
    {
        EngineDriver<R> driver = new(Reference.RobotOf(model));
        List<Row> rows = Reference.Trajectories(model);
        int skip = Reference.Model(model).Int("frame_skip");
        List<double> positions = [], velocities = [];
        foreach (var kind in Enumerable.Range(0, rows.Count - 1).Where(k => rows[k + 1].Follows(rows[k])).GroupBy(k => rows[k].Kind))
            foreach (int[] group in kind.Chunk(R.Width))
            {
                driver.Constrain(kind.Key);
                for (int lane = 0; lane < R.Width; lane++)
                {
                    Row row = rows[group[Math.Min(lane, group.Length - 1)]];
                    driver.Set(lane, row.Positions, row.Velocities, row.Controls);
                }
                driver.EnvironmentStep(skip);
                for (int lane = 0; lane < group.Length; lane++)
                {
                    Row next = rows[group[lane] + 1];
                    positions.Add(Largest(driver.Positions(lane).Zip(next.Positions, (a, b) => a - b)));
                    velocities.Add(Largest(driver.Velocities(lane).Zip(next.Velocities, (a, b) => a - b)));
                }
            }
        Assert.True(positions.Count > 500, $"only {positions.Count} steps were compared");
        return ([.. positions], [.. velocities]);
    }

    [Theory, MemberData(nameof(Models))]
    public void Fifty_environment_steps_follow_MuJoCo(string model)
    {
        (double free, double contact) = Fifty<Scalar64>(model);
        Below(free, 1e-9, $"{model} without contact, double");
        Below(contact, 1e-6, $"{model} with contact, double");
        (free, _) = Fifty<Lanes16>(model);
        Below(free, 1e-4, $"{model} without contact, float32");
    }

    /// <summary>Largest position errors of rollouts from every trajectory's first row, and from every reset.</summary>
    static (double Free, double Contact) Fifty<R>(string model) where R : unmanaged, IReal<R>
    {
        EngineDriver<R> driver = new(Reference.RobotOf(model));
        List<Row> rows = Reference.Trajectories(model);
        int skip = Reference.Model(model).Int("frame_skip");
        double free = 0, contact = 0;
        for (int k = 0; k + 1 < rows.Count; k++)
        {
            if (k == 0 || !rows[k].Follows(rows[k - 1])) driver.SetAll(rows[k].Positions, rows[k].Velocities, rows[k].Controls);
            if (!rows[k + 1].Follows(rows[k])) continue;
            driver.Constrain(rows[k].Kind);
            for (int lane = 0; lane < R.Width; lane++) driver.Write(lane, driver.Map.Control, rows[k].Controls);
            driver.EnvironmentStep(skip);
            double error = Largest(driver.Positions(0).Zip(rows[k + 1].Positions, (a, b) => a - b));
            if (rows[k].Kind == "c_contact") contact = Math.Max(contact, error);
            else free = Math.Max(free, error);
        }
        Assert.True(free > 0 && contact > 0, "no rollout was compared");
        return (free, contact);
    }
}
