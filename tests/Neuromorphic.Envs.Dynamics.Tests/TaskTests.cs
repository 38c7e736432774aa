using Neuromorphic.Environments;
using Neuromorphic.Registries;
using Neuromorphic.Storage.Data;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Envs.Dynamics.Tests;

/// <summary>The tasks by name.</summary>
public sealed class TaskTests
{
    public static TheoryData<string> Names => [.. DynamicsEnvironments.Names.Where(name => name != RealPendulumData.Name || DataFolder.Usual.Find(DataCatalog.Get(name)) != null)];

    static DynamicsRegression Make(string name) => (DynamicsRegression)new RunConfiguration { Environment = name }.CreateEnvironment();

    [Theory, MemberData(nameof(Names))]
    public void Every_task_is_a_sound_environment(string name)
    {
        DynamicsRegression task = Make(name);
        Assert.Equal(name, task.Spec.Name);
        Assert.Equal(DynamicsEnvironments.Names.Order(StringComparer.Ordinal), DynamicsEnvironments.Names);
        Assert.Empty(EnvironmentChecker.Check(task));
        Assert.Empty(EnvironmentChecker.Check(new KernelEnvironment(task)));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_outline_is_that_of_the_task(string name)
    {
        TaskFacts outline = EnvironmentRegistry.All.Find(name).Describe(OptionSet.None), task = TaskFacts.Of(Make(name));
        Assert.Equal((task.Learned, task.Spec), (outline.Learned, outline.Spec));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_reward_is_minus_the_mean_squared_error(string name)
    {
        DynamicsRegression task = Make(name);
        KernelEnvironment environment = new(task);
        int size = task.Spec.ActionSpace.Size;
        double[] action = [.. Enumerable.Range(1, size).Select(i => .25 * i)];
        float[] input = new float[size], target = new float[size];
        for (int example = 0; example < task.Training.Count; example += task.Training.Count / 7)
        {
            environment.Reset(1);
            environment.State = [example];
            task.Training.ReadTarget(example, target);
            StepResult step = environment.Step(action);
            task.Training.Read(example, input);
            Assert.Equal(Array.ConvertAll(input, value => (double)value), step.Observation);
            Assert.True(step.Terminated);
            double expected = -action.Zip(target, (a, b) => (a - b) * (a - b)).Average();
            Assert.Equal(expected, step.Reward, 1e-6 * (1 + Math.Abs(expected)));
        }
    }

    [Theory]
    [InlineData("van-der-pol", "mu", "-1", "0 to 20"), InlineData("van-der-pol", "mu", "21", "0 to 20"), InlineData("van-der-pol", "orbits", "0", "1 to 10000"), InlineData("henon-heiles", "data-seed", "-1", "0 or more"), InlineData("spring", "noise", "-0.1", "0 or more"), InlineData("spring", "noise", "nan", "0 or more")]
    public void A_setting_out_of_range_is_refused_with_what_is_allowed(string name, string setting, string value, string allowed)
    {
        Setting found = EnvironmentRegistry.All.Find(name).Settings.Single(item => item.Name == setting);
        Assert.StartsWith($"{setting} is '{value}'; allowed: {allowed}.", Assert.Throws<ArgumentException>(() => found.Check(value)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0"), InlineData("20")]
    public void The_ends_of_mu_give_finite_orbits(string mu)
    {
        DynamicsRegression task = (DynamicsRegression)new RunConfiguration { Environment = "van-der-pol" }.With(("mu", mu)).CreateEnvironment();
        Assert.All(task.Training.States, state => Assert.True(double.IsFinite(state[0]) && double.IsFinite(state[1])));
        Assert.InRange(task.Training.States.Max(state => Math.Abs(state[0])), 1, 10);
    }

    /// <summary>Gradients learn a field of four numbers from ten orbits, on any number of threads.</summary>
    [Fact]
    public void Gradients_learn_a_field()
    {
        RunConfiguration configuration = Settings.Configure("henon-heiles", [new("policy", "mlp"), new("method", "bptt"), new("neurons", "32"), new("orbits", "10"), new("generations", "60"), new("evaluate-every", "0")]);
        double Error(int threads)
        {
            TrainingRun run = TrainingRun.Create(configuration, configuration.CreateEnvironment(), threads);
            while (run.Trainer.Generation < configuration.Generations) run.Trainer.RunGeneration();
            return -run.Evaluate(run.Trainer.State.Mean, null, 1000, 1).Mean;
        }
        double one = Error(1);
        Assert.Equal(one, Error(3));
        Assert.InRange(one, 0, 5e-3);
    }
}
