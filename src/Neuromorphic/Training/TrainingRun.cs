using Neuromorphic.Environments;
using Neuromorphic.Evolution;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;

namespace Neuromorphic.Training;

/// <summary>A configuration made real: environment, policy, strategy and trainer that belong together.</summary>
public sealed class TrainingRun
{
    readonly Examination? examination;
    readonly double? solvedReturn;

    TrainingRun(RunConfiguration configuration, EnvironmentSpec environment, IEnvironment? lanes, Func<GymEnvironment>? single, Policy policy, IFitnessBackend backend, int threads, LaneWidth? width, WarmStart? start)
    {
        Configuration = configuration;
        Policy = policy;
        PolicyFamily family = PolicyRegistry.All.Find(configuration.Policy);
        Lazy<IGradientModel> network = new(() => family.Network(environment, configuration.PolicyOptions)); // to record a kernel takes a microsecond for each of its numbers
        if (backend is ThreadBackend) TrainingMemory.Require(TrainingMemory.Of(configuration, environment, policy, network, threads, width, lanes as ISupervisedTask), TrainingMemory.Free);
        if (start != null && start.Vector.Length != policy.Layout.Count) throw new ArgumentException($"The training would begin at {start.Vector.Length} numbers, but its controller has {policy.Layout.Count}.");
        Initial = start?.Vector ?? policy.Layout.InitialVector(configuration.Seed);
        StepLimit = configuration.StepLimit ?? environment.StepLimit;
        if (StepLimit < 1) throw new ArgumentException($"step-limit is {StepLimit}; allowed: 1 or more.");
        int observations = environment.ObservationSpace.Size;
        Backend = backend;
        ExampleNetwork? examples = null;
        ThreadGradients gradients = new(threads, width);
        if (lanes is ISupervisedTask task)
        {
            foreach (IInputs inputs in (IInputs[])[task.TrainingInputs, task.TestInputs])
            {
                if (inputs.InputSize != observations) throw new ArgumentException($"The inputs of {environment.Name} have {inputs.InputSize} numbers, its observations {observations}; allowed: as many.");
                if (inputs is ITargets targets && targets.TargetSize != network.Value.Outputs) throw new ArgumentException($"The targets of {environment.Name} have {targets.TargetSize} numbers, its actions {network.Value.Outputs}; allowed: as many.");
            }
            if (configuration.Normalization != Normalization.Off) throw new ArgumentException($"{environment.Name} takes its inputs as they are; allowed: --normalization off.");
            GradientOptions derivatives = configuration.Strategy == GradientTrainer.Bptt ? GradientSettings.Read(configuration.StrategyOptions).Options : new();
            examples = new(network.Value, derivatives, gradients);
            examination = (vector, count, seed, stream) => examples.Evaluate(vector, task.TestInputs, ExampleOrder.Draw(task.TestInputs.Count, count, RandomKey.For(seed, RandomPurpose.Examples), stream));
        }
        TrainerOptions options = new()
        {
            Seed = configuration.Seed,
            Episodes = configuration.Episodes,
            StepLimit = StepLimit,
            Randomness = configuration.Randomness,
            EpisodeSampling = configuration.EpisodeSampling,
            Normalization = configuration.Normalization,
            EvaluationEpisodes = configuration.EvaluationEpisodes,
            EvaluateEvery = configuration.EvaluateEvery,
            Examination = examination,
        };
        switch (StrategyRegistry.All.Find(configuration.Strategy))
        {
            case TrainerFamily trainer:
                Trainer = trainer.Create(new(configuration, environment, lanes, single, policy, family, network, Initial, backend, options, gradients, examples, threads, width));
                break;
            case EvolutionFamily evolution:
                var noise = new PhiloxNoise(configuration.Seed, policy.Layout.TrainedCount, threads, width);
                Strategy = evolution.Create(new(noise, policy.Layout.Search(Initial), policy.Layout.WeightDecay(1), configuration.StrategyOptions, configuration.Generations));
                Trainer = new EvolutionTrainer(policy, observations, Initial, Strategy, Backend, options);
                break;
            default: throw new ArgumentException($"The strategy {configuration.Strategy} is neither an evolution strategy nor a trainer.");
        }
        if (start?.Normalizer is { } moments) Trainer.Begin(moments);
        solvedReturn = environment.SolvedReturn;
    }

    /// <summary>Whether nothing is left to train: all generations are complete, or the task is solved and that is enough.</summary>
    public bool IsComplete => Trainer.Generation >= Configuration.Generations || Configuration.StopWhenSolved && Trainer.Last?.Evaluation >= solvedReturn;

    /// <summary>What the run was made of.</summary>
    public RunConfiguration Configuration { get; }
    /// <summary>The controller.</summary>
    public Policy Policy { get; }
    /// <summary>Its flat parameter vector before training.</summary>
    public float[] Initial { get; }
    /// <summary>Steps after which an episode is truncated.</summary>
    public int StepLimit { get; }
    /// <summary>The evolution strategy; none where gradients are followed.</summary>
    public Strategy? Strategy { get; }
    /// <summary>Where members are simulated.</summary>
    public IFitnessBackend Backend { get; }
    /// <summary>The training.</summary>
    public Trainer Trainer { get; }

    /// <summary>A run in lanes.</summary>
    /// <param name="configuration">Settings.</param>
    /// <param name="environment">The environment that the settings name.</param>
    /// <param name="threads">Threads; the result does not depend on them.</param>
    /// <param name="width">Lane width; the result does not depend on it.</param>
    /// <param name="start">Where it begins, if not at numbers of its own.</param>
    /// <exception cref="ArgumentException">A setting is not allowed, or the environment's sizes, spaces or first observations are impossible (<see cref="EnvironmentChecker"/> finds more).</exception>
    /// <exception cref="InsufficientMemoryException">It needs more memory than is free.</exception>
    public static TrainingRun Create(RunConfiguration configuration, IEnvironment environment, int threads, LaneWidth? width = null, WarmStart? start = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment is GymLane single) return Create(configuration, single.Create, threads, start);
        EnvironmentChecker.Require(environment);
        Policy policy = CreatePolicy(configuration, environment.Spec);
        return new(configuration, environment.Spec, environment, null, policy, new ThreadBackend(Rollout.Create(environment, policy, width), environment.Spec.ObservationSpace.Size, threads), threads, width, start);
    }

    /// <summary>A run whose members are simulated elsewhere: on a device, on a cluster.</summary>
    /// <param name="configuration">Settings.</param>
    /// <param name="environment">The environment that the settings name.</param>
    /// <param name="backend">Makes the place where members are simulated from environment and controller.</param>
    /// <param name="threads">Threads of the strategy's update; the result does not depend on them.</param>
    /// <param name="start">Where it begins, if not at numbers of its own.</param>
    /// <exception cref="ArgumentException">A setting is not allowed, or the environment's sizes, spaces or first observations are impossible (<see cref="EnvironmentChecker"/> finds more).</exception>
    public static TrainingRun Create(RunConfiguration configuration, IEnvironment environment, Func<IEnvironment, Policy, IFitnessBackend> backend, int threads, WarmStart? start = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(backend);
        EnvironmentChecker.Require(environment);
        Policy policy = CreatePolicy(configuration, environment.Spec);
        return new(configuration, environment.Spec, environment, null, policy, backend(environment, policy), threads, null, start);
    }

    /// <summary>A run of an environment written against the single face: slower, everything else the same.</summary>
    /// <param name="configuration">Settings.</param>
    /// <param name="create">Makes an instance of the environment for each thread.</param>
    /// <param name="threads">Threads; the result does not depend on them.</param>
    /// <param name="start">Where it begins, if not at numbers of its own.</param>
    public static TrainingRun Create(RunConfiguration configuration, Func<GymEnvironment> create, int threads, WarmStart? start = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        GymEnvironment environment = create();
        EnvironmentChecker.Require(environment);
        EnvironmentSpec spec = GymLane.SpecOf(environment, configuration.Environment);
        Policy policy = CreatePolicy(configuration, spec);
        return new(configuration, spec, null, create, policy, new ThreadBackend(Rollout.Create(create, policy), spec.ObservationSpace.Size, threads), threads, null, start);
    }

    /// <summary>The controller that a configuration describes.</summary>
    public static Policy CreatePolicy(RunConfiguration configuration, EnvironmentSpec environment)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return PolicyRegistry.All.Find(configuration.Policy).Create(environment, configuration.PolicyOptions);
    }

    /// <summary>A request to simulate one individual on fresh episodes, which neither training nor the evaluations during it have met.</summary>
    /// <param name="vector">Its flat vector.</param>
    /// <param name="scaling">How observations are scaled.</param>
    /// <param name="episodes">Number of episodes.</param>
    /// <param name="seed">Seed of the episodes.</param>
    public RolloutRequest EvaluationRequest(float[] vector, ObservationScaling? scaling, int episodes, ulong seed) => new()
    {
        Candidates = new RepeatedCandidate(Array.ConvertAll(Policy.Layout.Search(vector), x => (float)x), episodes),
        Vector = vector,
        Seed = seed,
        Purpose = RandomPurpose.Evaluation,
        Generation = int.MaxValue,
        StepLimit = StepLimit,
        Scaling = scaling,
    };

    /// <summary>How well one individual does: its returns on fresh episodes, or on test examples where the task has them.</summary>
    /// <param name="vector">Its flat vector.</param>
    /// <param name="scaling">How observations are scaled.</param>
    /// <param name="episodes">Number of episodes, or of test examples at most.</param>
    /// <param name="seed">Seed of the episodes, or of the draw where not all test examples are asked for.</param>
    public EvaluationResult Evaluate(float[] vector, ObservationScaling? scaling, int episodes, ulong seed) =>
        examination != null ? examination(vector, episodes, seed, int.MaxValue) : Trainer.Evaluate(Backend, EvaluationRequest(vector, scaling, episodes, seed));
}
