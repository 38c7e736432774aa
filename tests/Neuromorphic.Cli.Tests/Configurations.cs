namespace Neuromorphic.Cli.Tests;

/// <summary>Trainings that take moments.</summary>
static class Configurations
{
    /// <summary>A few short episodes, so that the command is what takes the time.</summary>
    public const string Tiny = "--population 8 " + Short;

    /// <summary>The same without what only evolution strategies take.</summary>
    public const string Short = "--neurons 8 --step-limit 30 --evaluation-episodes 4 --evaluate-every 0";

    /// <summary>CartPole with everything that a checkpoint can hold: normalised observations, learned deviations, evaluations.</summary>
    public const string CartPole = "cartpole --neurons 20 --population 36 --generations 6 --step-limit 100 --evaluation-episodes 20 --evaluate-every 2 --normalization running --seed 5";

    /// <summary>A memory task in mirrored pairs of episodes.</summary>
    public const string Memory = "memory-length --steps 6 --mode paper --neurons 20 --population 36 --generations 6 --evaluation-episodes 20 --evaluate-every 3 --seed 5";

    /// <summary>Units that draw their functions anew in every generation.</summary>
    public const string Choices = "cartpole --policy mlp --activation tanh;relu;P0*sin(x) --selection gumbel --neurons 12 --population 36 --generations 4 --step-limit 60 --evaluation-episodes 20 --evaluate-every 2 --seed 5";

    /// <summary>CartPole by gradients, with everything that their checkpoint can hold.</summary>
    public const string Gradients = "cartpole --method bptt --advantage critic --neurons 20 --batch 18 --generations 6 --step-limit 60 --evaluation-episodes 20 --evaluate-every 2 --seed 5";
}
