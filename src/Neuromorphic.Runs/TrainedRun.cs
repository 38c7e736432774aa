using System.Globalization;
using Neuromorphic.Bodies;
using Neuromorphic.Environments;
using Neuromorphic.Replay;
using Neuromorphic.Rollouts;
using Neuromorphic.Storage;
using Neuromorphic.Training;

namespace Neuromorphic.Runs;

/// <summary>Which individual of a training is meant.</summary>
public enum Individual
{
    /// <summary>The mean of the search.</summary>
    Mean,
    /// <summary>The mean that had the best evaluation during training.</summary>
    BestEvaluation,
    /// <summary>The member with the greatest fitness: often the luckiest, not the best.</summary>
    BestMember,
}

/// <summary>A checkpoint made real: environment, controller and trainer in the state that it holds.</summary>
/// <param name="Checkpoint">What was read.</param>
/// <param name="Environment">Its environment.</param>
/// <param name="Run">Its parts.</param>
public sealed record TrainedRun(Checkpoint Checkpoint, IEnvironment Environment, TrainingRun Run)
{
    internal static TrainedRun Load(string path, RunOptions options)
    {
        string file = RunFolder.FindCheckpoint(path);
        Checkpoint checkpoint = CheckpointFile.Read(file);
        return Refusal.OfCheckpoint(file, () =>
        {
            IEnvironment environment = checkpoint.Configuration.CreateEnvironment();
            return new TrainedRun(checkpoint, environment, options.Create(checkpoint.Configuration, environment, checkpoint.State));
        });
    }

    /// <summary>The vector of an individual, and how observations are scaled for it.</summary>
    /// <exception cref="ArgumentException">The training has none.</exception>
    internal static (float[] Vector, ObservationScaling? Scaling) Find(Checkpoint checkpoint, Individual chosen)
    {
        TrainingState state = checkpoint.State;
        return chosen switch
        {
            Individual.Mean => (state.Mean, state.Scaling),
            Individual.BestMember => (state.Best, state.BestScaling ?? state.Scaling),
            _ => state.BestEvaluation is { } best ? (best.Vector, best.Scaling) : throw new ArgumentException(
                $"--best has nothing to take: no mean was evaluated in {state.Generation} generations (--evaluate-every {checkpoint.Configuration.EvaluateEvery}), or an older program did not keep it; allowed: --best-member, or neither for the last mean."),
        };
    }

    /// <summary>The generation after which an individual was the mean; of the best member, whose own is not kept, the last one.</summary>
    public int GenerationOf(Individual chosen) => chosen == Individual.BestEvaluation ? Checkpoint.State.BestEvaluation!.Generation : Checkpoint.State.Generation;

    /// <summary>What an individual is called.</summary>
    public string Describe(Individual chosen) => chosen switch
    {
        Individual.Mean => string.Create(CultureInfo.InvariantCulture, $"mean of generation {GenerationOf(chosen)}"),
        Individual.BestMember => string.Create(CultureInfo.InvariantCulture, $"best member of {Checkpoint.State.Generation} generations"),
        _ => string.Create(CultureInfo.InvariantCulture, $"best mean, of generation {GenerationOf(chosen)}"),
    };

    /// <summary>Fresh episodes of an individual.</summary>
    /// <param name="chosen">Who plays.</param>
    /// <param name="episodes">Number of episodes.</param>
    /// <param name="seed">Their seed; the run's own if not given.</param>
    public RolloutRequest Request(Individual chosen, int episodes, ulong? seed = null)
    {
        (float[] vector, ObservationScaling? scaling) = Find(Checkpoint, chosen);
        return Run.EvaluationRequest(vector, scaling, episodes, seed ?? Checkpoint.Configuration.Seed);
    }

    /// <summary>Plays one fresh episode and writes it to look at: a page for any browser, or animated glTF. Gives the episode.</summary>
    /// <param name="path">A name that ends in .html or .glb, in a folder that exists; a file of this name is replaced.</param>
    /// <param name="chosen">Who plays.</param>
    /// <param name="number">Which of the episodes that an evaluation plays, from 1.</param>
    /// <param name="seed">Their seed; the run's own if not given.</param>
    /// <exception cref="ArgumentException">The environment has no <see cref="EnvironmentSpec.Appearance"/>, or the name ends in something else.</exception>
    public Episode SaveReplay(string path, Individual chosen = Individual.Mean, int number = 1, ulong? seed = null)
    {
        Appearance look = RunReplay.Look(Environment.Spec);
        RolloutRequest request = Request(chosen, number, seed);
        Episode played = Episode.Play(Environment, Run.Policy, request, Run.Policy.HasSpikes ? null : [], member: number - 1);
        RunConfiguration configuration = Checkpoint.Configuration;
        string variant = configuration.EnvironmentOptions.Given.TryGetValue("variant", out string? given) ? $"variant {given}, " : "";
        ReplayFile.Write(path, RunReplay.Show(this, look, played, string.Create(CultureInfo.InvariantCulture, $"{variant}{Describe(chosen)} of seed {configuration.Seed}, episode {number} of seed {request.Seed}")));
        return played;
    }

    /// <summary>A controller that acts step by step and keeps its neurons' state between steps, for an environment that runs elsewhere.</summary>
    /// <param name="chosen">Who acts.</param>
    public Controller Controller(Individual chosen = Individual.Mean)
    {
        (float[] vector, ObservationScaling? scaling) = Find(Checkpoint, chosen);
        return Rollouts.Controller.Create(Run.Policy, Environment.Spec, vector, scaling);
    }

    /// <summary>How well it does, on fresh episodes or on test examples.</summary>
    /// <param name="chosen">Who is evaluated.</param>
    /// <param name="episodes">Number of episodes or examples; 100, or all examples, if not given.</param>
    /// <param name="seed">Their seed; the run's own if not given.</param>
    public EvaluationResult Evaluate(Individual chosen = Individual.Mean, int? episodes = null, ulong? seed = null)
    {
        (float[] vector, ObservationScaling? scaling) = Find(Checkpoint, chosen);
        return Run.Evaluate(vector, scaling, episodes ?? (Environment is ISupervisedTask task ? task.TestInputs.Count : 100), seed ?? Checkpoint.Configuration.Seed);
    }
}
