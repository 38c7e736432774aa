using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Expressions;
using Neuromorphic.Numerics;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Training;

/// <summary>Supervised tasks of numbers, and classes by their likelihood.</summary>
public sealed class RegressionTests
{
    static FunctionRegression Of(string target, double low = -1, double high = 1, int points = 50) => new(Expression.Parse(target), low, high, points);

    static RunConfiguration Configure(params (string, string)[] settings) => ClassicEnvironments.Configure("function", settings.Select(setting => KeyValuePair.Create(setting.Item1, setting.Item2)));

    static EvaluationResult Train(RunConfiguration configuration, int threads = 1)
    {
        TrainingRun run = TrainingRun.Create(configuration, configuration.CreateEnvironment(), threads);
        while (run.Trainer.Generation < configuration.Generations) run.Trainer.RunGeneration();
        return run.Evaluate(run.Trainer.State.Mean, null, 1000, 1);
    }

    [Theory]
    [InlineData("x^3 + x", 1, 101)]
    [InlineData("x0*x1", 2, 121)]
    [InlineData("x0 + x1 + x2", 3, 1000)]
    public void Points_lie_in_the_range_and_have_the_functions_values(string target, int inputs, int tests)
    {
        FunctionRegression task = Of(target, -2, 3, 40);
        Assert.Equal((40, tests, inputs), (task.Training.Count, task.Test.Count, task.Spec.ObservationSpace.Size));
        foreach (ITargets examples in (ITargets[])[task.Training, task.Test])
            for (int i = 0; i < examples.Count; i++)
            {
                float[] x = new float[inputs], y = new float[1];
                examples.Read(i, x);
                examples.ReadTarget(i, y);
                Assert.All(x, value => Assert.InRange(value, -2, 3));
                double expected = inputs switch { 1 => Math.Pow(x[0], 3) + x[0], 2 => (double)x[0] * x[1], _ => (double)x[0] + x[1] + x[2] };
                Assert.Equal(expected, y[0], 1e-5);
            }
    }

    [Fact]
    public void It_is_a_sound_environment() => Assert.Empty(EnvironmentChecker.Check(Of("sin(x)")));

    [Fact]
    public void The_reward_is_minus_the_squared_error()
    {
        FunctionRegression task = Of("x^2");
        KernelEnvironment environment = new(task);
        for (ulong seed = 0; seed < 20; seed++)
        {
            double x = environment.Reset(seed).Observation[0];
            StepResult step = environment.Step([.25]);
            Assert.Equal(-Math.Pow(.25 - x * x, 2), step.Reward, 1e-6);
            Assert.True(step.Terminated);
        }
    }

    [Fact]
    public void Gradients_approximate_a_function_with_any_activation_on_any_number_of_threads()
    {
        RunConfiguration configuration = Configure(("policy", "mlp"), ("method", "bptt"), ("activation", "P0*sin(P1*x); swish"), ("neurons", "24"), ("generations", "300"), ("evaluate-every", "0"));
        EvaluationResult one = Train(configuration), three = Train(configuration, threads: 3);
        Assert.Equal(one.Returns, three.Returns);
        Assert.Equal(101, one.Episodes);
        Assert.InRange(-one.Mean, 0, 1e-3);
    }

    [Fact]
    public void Evolution_approximates_a_function()
    {
        RunConfiguration configuration = Configure(("policy", "mlp"), ("neurons", "16"), ("layers", "1"), ("target", "x^2"), ("generations", "60"), ("evaluate-every", "0"));
        EvaluationResult before = Train(configuration with { Generations = 0 }), after = Train(configuration);
        Assert.True(after.Mean > before.Mean / 2, $"{before.Mean} became {after.Mean}");
    }

    [Theory]
    [InlineData("log(x)", -1, 1, "target is 'log(x)', which is NaN at (")]
    [InlineData("P0*x", -1, 1, "target is 'P0*x'; allowed: a formula of x, or of x0, x1, ..., without numbers of units (P0).")]
    [InlineData("3", -1, 1, "target is '3'; allowed: a formula of x")]
    [InlineData("x", 2, 1, "low is 2 and high 1; allowed: low below high.")]
    public void An_impossible_function_is_refused(string target, double low, double high, string reason) =>
        Assert.StartsWith(reason, Assert.Throws<ArgumentException>(() => Of(target, low, high)).Message, StringComparison.Ordinal);

    [Fact]
    public void By_likelihood_an_episode_earns_the_logarithm_of_the_right_classes_softmax()
    {
        ImageClassification task = NoisyPatterns.Task(), likely = task.ByLogLikelihood();
        Check<Scalar>();
        Check<Lanes8>();
        Check<Lanes16>();

        void Check<R>() where R : unmanaged, IReal<R>
        {
            ArrayBuffer<R> state = new(1), action = new(NoisyPatterns.Classes);
            PhiloxStream<R> random = new(RandomKey.For(3, RandomPurpose.Check), Word<R>.Lanes(0), 0, 0, 0);
            likely.Reset<R, ArrayBuffer<R>, PhiloxStream<R>>(state, ref random);
            double[] outputs = [.. Enumerable.Range(0, NoisyPatterns.Classes).Select(o => Math.Sin(o) * 3)];
            for (int o = 0; o < outputs.Length; o++) action[o] = outputs[o];
            likely.Step(state, action, ref random, out R reward, out R terminated);
            for (int lane = 0; lane < R.Width; lane++)
            {
                int label = task.Training.Label((int)R.Lane(state[0], lane));
                Assert.Equal(outputs[label] - Math.Log(outputs.Sum(Math.Exp)), R.Lane(reward, lane), 1e-5);
            }
        }
    }
}
