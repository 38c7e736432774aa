using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Envs.Locomotion.Tests;

/// <summary>Robots under a spiking policy, through the rollout that training uses.</summary>
public class RolloutTests
{
    const int Members = 37;

    public static TheoryData<string, string> Variants => new([.. LocomotionRegistry.Names.Select(name => (name, "brax")), ("ant", "gymnasium-v5")]);

    [Theory, MemberData(nameof(Variants))]
    public void Fitness_has_the_same_bits_at_any_lane_width_and_on_any_number_of_threads(string name, string variant)
    {
        LocomotionRegistry.Register();
        RunConfiguration configuration = new RunConfiguration { Environment = name }.With(("variant", variant), ("neurons", 8), ("sub-steps", 1));
        IEnvironment environment = configuration.CreateEnvironment();
        TrainingRun run = TrainingRun.Create(configuration, environment, 1);
        RolloutRequest request = run.EvaluationRequest(run.Initial, null, Members, 3) with { StepLimit = 100 };
        RolloutResult expected = Run(LaneWidth.Scalar, 1);
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
            foreach (int threads in (int[])[1, 2])
            {
                RolloutResult result = Run(width, threads);
                Assert.Equal(expected.Fitness, result.Fitness);
                Assert.Equal(expected.Steps, result.Steps);
            }
        Assert.True(expected.Fitness.Distinct().Count() > Members / 2 && expected.Fitness.All(double.IsFinite));

        RolloutResult Run(LaneWidth width, int threads) =>
            new ThreadBackend(Rollout.Create(environment, run.Policy, width), environment.Spec.ObservationSpace.Size, threads).Evaluate(request, collect: false);
    }
}
