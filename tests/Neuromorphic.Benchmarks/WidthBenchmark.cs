using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Envs.Locomotion;
using Neuromorphic.Evolution;
using Neuromorphic.Numerics;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;

namespace Neuromorphic.Benchmarks;

/// <summary>
/// A generation's episodes with a preset, one thread, in lane groups of 16 and of 8: what it costs to divide finer. Half of the ratio is the time
/// of the narrower group as a part of the wider one's.
/// </summary>
static class WidthBenchmark
{
    public static IReadOnlyList<Row> Run()
    {
        RunConfiguration cartpole = ClassicEnvironments.Configure("cartpole", [new("evaluate-every", "0")]), memory = ClassicEnvironments.Configure("memory-length", [new("evaluate-every", "0")]);
        return
        [
            .. Run("cartpole at the start", cartpole, new CartPole(), 0),
            .. Run("cartpole, trained", cartpole, new CartPole(), cartpole.Generations),
            .. Run("memory-length", memory, memory.CreateEnvironment(), 0),
            .. Run("ant, 200 steps", LocomotionPresets.Configure("ant", [new("step-limit", "200"), new("population", "32")]), LocomotionRegistry.Create("ant"), 0),
        ];
    }

    static Row[] Run(string what, RunConfiguration configuration, IEnvironment environment, int generations)
    {
        TrainingRun run = TrainingRun.Create(configuration, environment, Environment.ProcessorCount);
        while (run.Trainer.Generation < generations) run.Trainer.RunGeneration();
        Candidates candidates = run.Strategy!.Ask(generations);
        RolloutRequest request = run.EvaluationRequest(run.Initial, run.Trainer.State.Scaling, candidates.Count, seed: 1) with { Candidates = candidates };
        return Timing.Compare("ns/member/step", 0, 15, [.. ((LaneWidth[])[LaneWidth.Lanes16, LaneWidth.Lanes8]).Select(Subject)]);

        Subject Subject(LaneWidth width)
        {
            ThreadBackend backend = new(Rollout.Create(environment, run.Policy, width), environment.Spec.ObservationSpace.Size, 1);
            return new($"{what}, {width}", backend.Evaluate(request, collect: true).Steps.Sum(), () => backend.Evaluate(request, collect: true));
        }
    }
}
