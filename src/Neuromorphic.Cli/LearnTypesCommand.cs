using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Neuromorphic.Environments;
using Neuromorphic.Expressions;
using Neuromorphic.Files;
using Neuromorphic.LearnedNeurons;
using Neuromorphic.Runs;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>`learn-types`: activation functions of neuron types, learned through whole trainings.</summary>
static class LearnTypesCommand
{
    const int Judges = 10, SaveEvery = 20;
    static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        Argument<string> task = new("task") { Description = "A task of examples: mnist1d, henon-heiles, function, ..." };
        Option<string> file = CommonOptions.File([".json"], endings => $"File of the types, {endings}, and beside it their picture; neither may exist.");
        Option<int?> neurons = Positive("--neurons", 50, "Neurons of the hidden layer of the networks that learn."), types = Positive("--types", 2, "Types, which share the neurons."), units = Positive("--units", 16, "Units of a type's sub-network.");
        Option<int?> steps = Positive("--steps", null, "Outer steps; those of the recipe if not given.");
        Option<string> start = new("--base") { Description = "What types begin from: a formula of x.", DefaultValueFactory = _ => "sin(x)", HelpName = "formula" };
        Option<double> kappa = new("--kappa") { Description = "How much of a sub-network is added to that.", DefaultValueFactory = _ => .2, HelpName = "number" };
        Option<string> recipe = new("--recipe") { Description = "recommended: full unroll, Adam outside; first-order: weights that are reached count as constants, over 200 updates; as-published: an update for each example, plain descent in both loops.", DefaultValueFactory = _ => "recommended" };
        recipe.AcceptOnlyFromAmong("recommended", "first-order", "as-published");
        Option<bool> field = new("--hamiltonian") { Description = "The networks learn an energy, whose field is taught (tasks of vector fields)." };
        Option<ulong?> seed = CommonOptions.Whole("--seed", 0UL, "Seed of types, weights, orders and noise.");
        var command = new ExampledCommand("learn-types", "Learn the activation functions of neuron types: of networks that are trained anew in every step, what their neurons compute is moved so that training goes better.", """
            neuromorphic learn-types mnist1d --out types.json
            neuromorphic train cartpole --policy ldnn --types @types.json
            neuromorphic learn-types henon-heiles --hamiltonian --recipe first-order --out energy-types.json
            """) { task, file, neurons, types, units, start, kappa, recipe, steps, field, seed };
        command.SetAction(result =>
        {
            if (result.GetValue(units) > NeuronType.MostUnits) throw new UsageException($"--units is {result.GetValue(units)}; allowed: 1 to {NeuronType.MostUnits}.");
            string path = result.GetRequiredValue(file), picture = Path.ChangeExtension(path, ".png");
            if (((string[])[path, picture]).FirstOrDefault(Path.Exists) is { } there) throw new IOException($"{there} exists; move it away, or choose another --out.");
            RunConfiguration configuration = Given.ByUser(() => Run.Configure(result.GetRequiredValue(task)));
            string name = configuration.Environment;
            ISupervisedTask examples = configuration.CreateEnvironment() as ISupervisedTask ?? throw new UsageException($"{name} is no task of examples, from which types are learned.");
            MetaOptions options = result.GetValue(recipe) switch
            {
                "first-order" => new() { Gradient = MetaGradient.FirstOrder, InnerSteps = 200, OuterSteps = 80, OuterRate = .01 },
                "as-published" => MetaOptions.AsPublished,
                _ => new(),
            };
            options = options with { Batch = Math.Min(options.Batch, examples.TrainingInputs.Count), OuterSteps = result.GetValue(steps) ?? options.OuterSteps };
            NetworkShape shape = new(result.GetValue(neurons)!.Value) { Hamiltonian = result.GetValue(field) };
            ulong own = result.GetValue(seed) ?? 0;
            IReadOnlyList<NeuronType> before = Given.ByUser(() => TypeLearning.Begin(result.GetValue(types)!.Value, Expression.Parse(result.GetRequiredValue(start)), result.GetValue(kappa), result.GetValue(units)!.Value, own));
            TypeLearning learning = Given.ByUser(() => TypeLearning.Create(shape, examples.TrainingInputs, before, options, own));
            string origin = string.Create(CultureInfo.InvariantCulture, $"learn-types {name} --recipe {result.GetValue(recipe)} --neurons {shape.Neurons[0]}{(shape.Hamiltonian ? " --hamiltonian" : "")} --seed {own}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {before.Count} types around {before[0].Base}, {options.OuterSteps} steps through {options.InnerSteps} updates of {shape.Neurons[0]} neurons, seed {own}"));
            (List<double> times, List<IReadOnlyList<NeuronType>> course) = Learn(learning, options, path, origin);
            ActivationPlot.Save(picture, [.. course.Select(types => (IReadOnlyList<(string, Expression)>)[.. types.Select((type, i) => ($"type {i + 1}", type.Formula()))])], times, origin, "Outer step");
            Judge(shape, learning.Types, before[0], examples, options);
            Console.WriteLine($"{path}, {picture}");
        });
        return command;
    }

    static Option<int?> Positive(string name, int? initial, string description)
    {
        Option<int?> option = CommonOptions.Whole(name, smallest: 1, description);
        if (initial != null) option.DefaultValueFactory = _ => initial;
        return option;
    }

    /// <summary>Learns, tells how far it is, and saves what there is every so many steps.</summary>
    static (List<double> Times, List<IReadOnlyList<NeuronType>> Course) Learn(TypeLearning learning, MetaOptions options, string path, string origin)
    {
        List<double> times = [0];
        List<IReadOnlyList<NeuronType>> course = [learning.Types];
        Stopwatch clock = Stopwatch.StartNew();
        TimeSpan told = default, saved = default;
        Save(); // what cannot be written is known at once, and who stops the learning has the types so far
        while (learning.Step < options.OuterSteps)
        {
            double loss = learning.Update();
            if (!double.IsFinite(loss)) throw new TrainingException($"The loss of step {learning.Step} is {loss}; {path} has the types of an earlier step. A smaller --kappa may help.");
            bool last = learning.Step == options.OuterSteps;
            if (last || learning.Step % SaveEvery == 0)
            {
                times.Add(learning.Step);
                course.Add(learning.Types);
            }
            if (last || clock.Elapsed - saved >= Between)
            {
                saved = clock.Elapsed;
                Save();
            }
            if (!last && clock.Elapsed - told < Between) continue;
            told = clock.Elapsed;
            double rate = learning.Step / clock.Elapsed.TotalSeconds;
            string speed = string.Create(CultureInfo.InvariantCulture, $"{(rate >= .1 ? $"{rate:F1} steps/s" : $"{1 / rate:F0} s a step")}");
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {learning.Step} of {options.OuterSteps}  loss {loss:F4}  {speed}{(last ? "" : $"  {Output.Duration(TimeSpan.FromSeconds((options.OuterSteps - learning.Step) / rate))} left")}"));
        }
        return (times, course);

        void Save()
        {
            string text = new TypeFile { Types = learning.Types, Origin = $"{origin}, step {learning.Step}" }.Write();
            WholeFile.Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
        }
    }

    /// <summary>What the types are worth: networks of weights that they have not met, trained as the inner ones were.</summary>
    static void Judge(NetworkShape shape, IReadOnlyList<NeuronType> types, NeuronType start, ISupervisedTask task, MetaOptions options)
    {
        (string Name, IReadOnlyList<NeuronType> Types)[] conditions = [("all types", types), .. types.Count == 1 ? [] : types.Select((type, i) => ($"type {i + 1} alone", (IReadOnlyList<NeuronType>)[type])), ($"{start.Base}, not learned", [new(start.Base, 0, [0])])];
        bool classes = task is IClassification;
        Output.WriteTable([$"{Judges} fresh networks, {options.InnerSteps} updates", "loss", classes ? "accuracy (%)" : "mean squared error"], conditions.Select(condition =>
        {
            SeedOutcome[] outcomes = SeedTraining.Run(shape, condition.Types, task.TrainingInputs, task.TestInputs, SeedOptions.Like(options), [.. Enumerable.Range(0, Judges)], Environment.ProcessorCount);
            double score = outcomes.Average(outcome => outcome.Score);
            return (string[])[condition.Name, Text(outcomes.Average(outcome => outcome.Loss)), Text(classes ? 100 * score : score)];
        }));
    }

    static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
