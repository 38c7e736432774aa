using System.Globalization;
using Neuromorphic.Environments;
using Neuromorphic.Rollouts;
using Neuromorphic.Storage;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>A checkpoint made real: environment, controller and trainer in the state that it holds.</summary>
sealed record TrainedRun(Checkpoint Checkpoint, IEnvironment Environment, TrainingRun Run)
{
    /// <summary>Reads a checkpoint.</summary>
    /// <param name="path">The file, or the folder of its run.</param>
    /// <param name="compute">Where the work is done.</param>
    public static TrainedRun Load(string path, Compute compute)
    {
        Checkpoint checkpoint = CheckpointFile.Read(RunFolder.FindCheckpoint(path));
        IEnvironment environment = Tasks.Create(checkpoint.Configuration);
        TrainingRun run = compute.CreateRun(checkpoint.Configuration, environment);
        run.Trainer.Load(checkpoint.State);
        return new(checkpoint, environment, run);
    }

    /// <summary>The vector of an individual, and how observations are scaled for it.</summary>
    /// <exception cref="ArgumentException">The training has none.</exception>
    (float[] Vector, ObservationScaling? Scaling) Find(Chosen chosen)
    {
        TrainingState state = Checkpoint.State;
        return chosen switch
        {
            Chosen.Mean => (state.Mean, state.Scaling),
            Chosen.BestMember => (state.Best, state.BestScaling ?? state.Scaling),
            _ => state.BestEvaluation is { } best ? (best.Vector, best.Scaling) : throw new ArgumentException(
                $"--best has nothing to take: no mean was evaluated in {state.Generation} generations (--evaluate-every {Checkpoint.Configuration.EvaluateEvery}), or an older program did not keep it; allowed: --best-member, or neither for the last mean."),
        };
    }

    /// <summary>The generation after which an individual was the mean; of the best member, whose own is not kept, the last one.</summary>
    public int GenerationOf(Chosen chosen) => chosen == Chosen.BestEvaluation ? Checkpoint.State.BestEvaluation!.Generation : Checkpoint.State.Generation;

    /// <summary>What an individual is called.</summary>
    public string Describe(Chosen chosen) => chosen switch
    {
        Chosen.Mean => string.Create(CultureInfo.InvariantCulture, $"mean of generation {GenerationOf(chosen)}"),
        Chosen.BestMember => string.Create(CultureInfo.InvariantCulture, $"best member of {Checkpoint.State.Generation} generations"),
        _ => string.Create(CultureInfo.InvariantCulture, $"best mean, of generation {GenerationOf(chosen)}"),
    };

    /// <summary>Fresh episodes of an individual.</summary>
    /// <param name="chosen">Who plays.</param>
    /// <param name="episodes">Number of episodes.</param>
    /// <param name="seed">Their seed; the run's own if not given.</param>
    public RolloutRequest Request(Chosen chosen, int episodes, ulong? seed)
    {
        (float[] vector, ObservationScaling? scaling) = Find(chosen);
        return Run.EvaluationRequest(vector, scaling, episodes, seed ?? Checkpoint.Configuration.Seed);
    }

    /// <summary>How well it does, on fresh episodes or on test examples.</summary>
    /// <param name="chosen">Who is evaluated.</param>
    /// <param name="episodes">Number of episodes or examples; 100, or all examples, if not given.</param>
    /// <param name="seed">Their seed; the run's own if not given.</param>
    public EvaluationResult Evaluate(Chosen chosen, int? episodes, ulong? seed)
    {
        (float[] vector, ObservationScaling? scaling) = Find(chosen);
        return Run.Evaluate(vector, scaling, episodes ?? (Environment is ISupervisedTask task ? task.TestInputs.Count : 100), seed ?? Checkpoint.Configuration.Seed);
    }
}
