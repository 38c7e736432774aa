using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Numerics;
using Xunit;
using Double = Neuromorphic.Numerics.Double;

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
        Check<Double>(model, 1e-13);
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
        Check<Double>(model, 1e-9);
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

    [Theory, MemberData(nameof(Models))]
    public void With_explicit_damping_velocities_change_by_MuJoCos_accelerations(string model)
    {
        EngineDriver<Double> driver = new(Reference.RobotOf(model) with { Integrator = Integrator.EulerExplicitDamping });
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
        (double[] positions, double[] velocities) = OneStep<Double>(model);
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
        (double free, double contact) = Fifty<Double>(model);
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
