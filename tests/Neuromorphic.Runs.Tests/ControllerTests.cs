using Neuromorphic.Rollouts;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Runs.Tests;

public sealed class ControllerTests
{
    [Theory]
    [InlineData("cartpole", "neurons=32", "sub-steps=3")]
    [InlineData("pendulum", "neurons=16", "neuron=adaptive-lif", "layers=2", "recurrence=full")]
    [InlineData("hopper", "neurons=16", "readout=leaky-integrator")]
    [InlineData("memory-length", "neurons=16", "steps=9")]
    [InlineData("cartpole", "policy=mlp", "neurons=8", "activation=x*sigmoid(P0*x)")]
    public void A_controller_does_what_the_policy_does_in_an_episode_bit_for_bit(string environment, params string[] settings)
    {
        RunConfiguration configuration = Run.Configure(environment, [.. settings.Select(setting => (setting.Split('=')[0], (object)setting.Split('=')[1])), ("generations", 2), ("population", 16)]);
        TrainingRun run = TrainingRun.Create(configuration, configuration.CreateEnvironment(), threads: 1);
        for (int i = 0; i < 2; i++) run.Trainer.RunGeneration();
        TrainingState state = run.Trainer.State;
        Episode episode = Episode.Play(configuration.CreateEnvironment(), run.Policy, run.EvaluationRequest(state.Mean, state.Scaling, episodes: 1, seed: 5));
        Controller controller = Controller.Create(run.Policy, configuration.CreateEnvironment().Spec, state.Mean, state.Scaling);
        for (int twice = 0; twice < 2; twice++)
        {
            for (int step = 0; step < episode.Actions.Count; step++) Assert.Equal(episode.Actions[step], controller.Predict(episode.Observations[step]));
            controller.Reset();
        }
    }

    [Fact]
    public void An_observation_that_it_cannot_take_is_refused()
    {
        RunConfiguration configuration = Run.Configure("cartpole", ("neurons", 8));
        TrainingRun run = TrainingRun.Create(configuration, configuration.CreateEnvironment(), threads: 1);
        Controller controller = Controller.Create(run.Policy, configuration.CreateEnvironment().Spec, run.Initial);
        Assert.Contains("has 3 numbers; allowed: 4", Assert.Throws<ArgumentException>(() => controller.Predict([1, 2, 3])).Message, StringComparison.Ordinal);
        Assert.Contains("Number 2 of the observation is NaN", Assert.Throws<ArgumentException>(() => controller.Predict([1, 2, float.NaN, 4])).Message, StringComparison.Ordinal);
    }
}
