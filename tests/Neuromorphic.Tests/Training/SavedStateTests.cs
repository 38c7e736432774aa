using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Expressions;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Training;

/// <summary>A state that is not this training's is refused.</summary>
public sealed class SavedStateTests
{
    static SavedStateTests() => Operators.AddFormula("my_wave", "x*sigmoid(x)", "A wave.");

    static TrainingRun Create(string activation = "my_wave(P0*x)")
    {
        RunConfiguration configuration = ClassicEnvironments.Configure("cartpole", [new("policy", "mlp"), new("neurons", "8"), new("activation", activation), new("population", "8"), new("step-limit", "20")]);
        return TrainingRun.Create(configuration, configuration.CreateEnvironment(), 1);
    }

    static TrainingState Trained()
    {
        TrainingRun run = Create();
        run.Trainer.RunGeneration();
        return run.Trainer.State;
    }

    [Fact]
    public void Its_own_is_taken()
    {
        TrainingState state = Trained();
        TrainingRun run = Create();
        run.Trainer.Load(state);
        Assert.Equal(state.Mean, run.Trainer.State.Mean);
        Assert.Equal(["activation", "operator/my_wave"], state.PolicyTexts.Keys.Order());
    }

    [Theory]
    [InlineData("activation", "tanh(P0*x)", "The state is of a policy whose activation is 'tanh(P0*x)'; here it is 'my_wave(P0*x)'.")]
    [InlineData("operator/my_wave", "x*tanh(x)", "The state is of a policy whose operator/my_wave is 'x*tanh(x)'; here it is 'x*sigmoid(x)'.")]
    [InlineData("genome", "a", "The state is of a policy whose genome is 'a'; here it is nothing.")]
    public void Of_another_formula_it_is_refused(string name, string text, string message)
    {
        TrainingState state = Trained();
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Create().Trainer.Load(state with { PolicyTexts = new Dictionary<string, string>(state.PolicyTexts) { [name] = text } })).Message);
    }

    [Fact]
    public void A_strategy_that_comes_back_at_another_mean_is_refused()
    {
        TrainingState state = Trained();
        float[] mean = [.. state.Mean];
        mean[^1] += 1;
        Assert.StartsWith("The strategy pgpe is at another mean than the state that it was given", Assert.Throws<ArgumentException>(() => Create().Trainer.Load(state with { Mean = mean })).Message, StringComparison.Ordinal);
    }
}
