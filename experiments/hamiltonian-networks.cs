#:project ../src/Neuromorphic.Runs
#:project ../src/Neuromorphic.LearnedNeurons
#:project ../envs/Neuromorphic.Envs
#:project ../envs/Neuromorphic.Envs.Dynamics

// Question: does a network that learns an energy predict motion better than one that learns the field, and does it help that its neurons differ?
// Source:   Choudhary et al. (2023), doi:10.1038/s41598-023-40766-6, figures 5 to 7: the Hamiltonian network's loss on Henon-Heiles is far below the plain one's; a mix of two
//           learned types is below each of them and below sin; the spread is smaller. Greydanus et al. (2019), arXiv:1906.01563: its energy error is far smaller.
// Command:  dotnet run experiments/hamiltonian-networks.cs     (the filmed pendulum: neuromorphic data get real-pendulum)
// Budget:   one hidden layer of 60 neurons; Adam, 5e-3 falling to 1e-5 by a cosine, batches of 150: 2,000 updates, and 800 where types are learned (80 outer updates of 40 inner ones).
//           Weights begin uniform, which on seeds 100 to 109 was better after 2,000 updates than normal after He for all six kinds of networks; nothing was chosen on the seeds of results.
// Result:   experiments/README.md

using System.Diagnostics;
using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Environments;
using Neuromorphic.Envs.Dynamics;
using Neuromorphic.Expressions;
using Neuromorphic.Files;
using Neuromorphic.LearnedNeurons;
using Neuromorphic.Registries;
using Neuromorphic.Storage;
using Neuromorphic.Storage.Data;
using Neuromorphic.Training;

const string Henon = "henon-heiles", Oscillator = "van-der-pol", Film = RealPendulumData.Name, Clock = "pendulum-clock", Plain = "plain", Hamiltonian = "Hamiltonian", Random = "random mix";

Experiment experiment = Experiment.Begin("hamiltonian-networks", "Does a network that learns an energy predict motion better than one that learns the field, and does it help that its neurons differ?", args, seeds: 10);
bool smoke = experiment.Smoke;
int neurons = smoke ? 8 : 60, units = smoke ? 2 : 16, longest = smoke ? 20 : 2000, shorter = smoke ? 10 : 800, rollout = smoke ? 40 : 400;
int[] metaSeeds = smoke ? [0] : [0, 1, 2];
MetaOptions meta = new() { OuterSteps = smoke ? 2 : 80, InnerSteps = smoke ? 4 : 40, LastLosses = smoke ? 2 : 20, Batch = 150, InnerRate = .1, OuterRate = .01, Gradient = MetaGradient.FirstOrder, Noise = 0 };
bool filmed = DataFolder.Usual.Find(DataCatalog.Get(Film)) != null;
if (!filmed) Console.WriteLine($"left out: {Film} is not here; get it with `neuromorphic data get {Film}`.");

(string Name, string[] Formulas)[] formulas = [("sin", ["sin(x)"]), ("tanh", ["tanh(x)"]), ("sin + tanh", ["sin(x)", "tanh(x)"])];
(string Name, string[] Formulas)[] activations = [formulas[0], formulas[1], ("relu", ["relu(x)"]), ("sin + relu", ["sin(x)", "relu(x)"])];
string[] learned = ["mix", "type 1", "type 2"];
string[] kinds = [Plain, Hamiltonian];
int[] oscillatorSeeds = smoke ? [.. experiment.Seeds] : [.. experiment.Seeds, .. experiment.Seeds.Select(seed => seed + experiment.Seeds.Count), .. experiment.Seeds.Select(seed => seed + 2 * experiment.Seeds.Count)];
Condition[] conditions =
[
    .. from kind in kinds from formula in formulas select new Condition(Henon, kind, formula.Name, -1, longest),
    .. from system in smoke ? ["spring"] : (string[])["spring", "ideal-pendulum"] from kind in kinds from formula in formulas select new Condition(system, kind, formula.Name, -1, longest),
    .. from system in (string[])[Henon, .. filmed && !smoke ? [Film] : Array.Empty<string>(), Clock] from kind in kinds from condition in Short(system, kind, formulas) select condition,
    .. Short(Oscillator, Plain, activations),
    // Whether types do more than a longer step does.
    .. from kind in kinds from condition in Short(Henon, kind, formulas) select condition with { Rate = 1e-2 },
];

Dictionary<string, DynamicsRegression> tasks = conditions.Select(condition => condition.System).Distinct().ToDictionary(system => system, system => (DynamicsRegression)EnvironmentRegistry.All.Find(system).Create(OptionSet.None));
using ResultsFile results = new(experiment.File("results.csv"), 7, "system", "network", "neurons", "types", "updates", "step-size", "seed", "field-mse", "energy-mse", "amplitude", "period");
Stopwatch clock = Stopwatch.StartNew();
for (int i = 0; i < conditions.Length; i++)
{
    Condition condition = conditions[i];
    int[] seeds = [.. SeedsOf(condition).Where(seed => !results.Has(Key(condition, seed)))];
    if (seeds.Length == 0) continue;
    foreach ((SeedOutcome outcome, Motion motion) in Train(condition, seeds)) results.Append([.. Key(condition, outcome.Seed), outcome.Score, motion.EnergyError, motion.Amplitude, motion.Period]);
    Summary errors = Summary.Of(Values("field-mse", condition));
    experiment.Report(string.Create(CultureInfo.InvariantCulture, $"{condition}: field MSE {errors.Median:E2}"), conditions.Length - i - 1);
}
results.Arrange([.. from condition in conditions from seed in SeedsOf(condition) select Key(condition, seed)]);

Draw();
Console.WriteLine();
foreach (var group in conditions.GroupBy(condition => (condition.System, condition.Updates, condition.Rate)))
{
    Console.WriteLine(FormattableString.Invariant($"{group.Key.System}, {group.Key.Updates} updates of {group.Key.Rate}: medians over seeds (deviation)"));
    foreach (Condition condition in group) Console.WriteLine($"  {condition.Network,-12} {condition.Name,-24} field MSE {Middle("field-mse", condition)}{Tell(" energy MSE ", "energy-mse", condition)}{Tell(" amplitude off by ", "amplitude", condition)}{Tell(" period off by ", "period", condition)}");
}
foreach (string system in tasks.Keys.Where(system => system is "spring" or "ideal-pendulum" or Clock)) Console.WriteLine(FormattableString.Invariant($"{system}: field MSE of the true field {ErrorOf(tasks[system].Truth!, tasks[system].Test):E2}, which is noise"));
if (filmed && !smoke) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the filmed pendulum itself over the test's time: energy MSE {Orbit.EnergyError(FilmEnergy(), [.. tasks[Film].Test.States]):E2}"));
Judge();
Console.WriteLine($"\n{experiment.Folder}: results.csv, types and pictures; {clock.Elapsed.TotalMinutes:F1} minutes");

// Conditions with types learned on the system, from each meta-seed, beside fixed ones, after as many updates.
IEnumerable<Condition> Short(string system, string kind, (string Name, string[] Formulas)[] beside) =>
    [.. beside.Select(formula => new Condition(system, kind, formula.Name, -1, shorter)), .. from metaSeed in metaSeeds from name in system == Henon ? [.. learned, Random] : learned select new Condition(system, kind, name, metaSeed, shorter)];

int[] SeedsOf(Condition condition) => condition.System == Oscillator ? oscillatorSeeds : [.. experiment.Seeds];

static object[] Key(Condition condition, int seed) => [condition.System, condition.Network, condition.Neurons, condition.MetaSeed < 0 ? "fixed" : $"seed {condition.MetaSeed}", condition.Updates, condition.Rate, seed];

double[] Values(string column, Condition condition) => results.Numbers(column, Key(condition, 0)[..6]);

NetworkShape Shape(Condition condition) => new(neurons) { Hamiltonian = condition.Network == Hamiltonian };

NeuronType[] Types(Condition condition)
{
    if (condition.MetaSeed < 0) return [.. formulas.Concat(activations).First(formula => formula.Name == condition.Neurons).Formulas.Select(formula => new NeuronType(Expression.Parse(formula), 0, 0.0))];
    if (condition.Neurons == Random) return [.. Begin(condition.MetaSeed)];
    IReadOnlyList<NeuronType> both = Learn(condition);
    return condition.Neurons switch { "mix" => [.. both], "type 1" => [both[0]], _ => [both[1]] };
}

IReadOnlyList<NeuronType> Begin(int metaSeed) => TypeLearning.Begin(2, Expression.Parse("sin(x)"), .2, units, (ulong)metaSeed);

// Learned once, then read.
IReadOnlyList<NeuronType> Learn(Condition condition)
{
    string path = experiment.File($"types/{condition.System}-{condition.Network.ToLowerInvariant()}-{condition.MetaSeed}.json");
    if (File.Exists(path)) return TypeFile.Read(path).Types;
    TypeLearning learning = TypeLearning.Create(Shape(condition), tasks[condition.System].Training, Begin(condition.MetaSeed), meta, (ulong)condition.MetaSeed);
    while (learning.Step < meta.OuterSteps) learning.Update();
    Directory.CreateDirectory(experiment.File("types"));
    WholeFile.Write(path, new TypeFile { Types = learning.Types, Origin = $"experiments/hamiltonian-networks.cs, {condition.System}, {condition.Network}, seed {condition.MetaSeed}" }.Write());
    return learning.Types;
}

IEnumerable<(SeedOutcome, Motion)> Train(Condition condition, int[] seeds)
{
    DynamicsRegression task = tasks[condition.System];
    NeuronType[] types = Types(condition);
    SeedOptions options = new() { Steps = condition.Updates, Batch = 150, Rate = condition.Rate, LastRate = 1e-5 };
    SeedOutcome[] outcomes = SeedTraining.Run(Shape(condition), types, task.Training, task.Test, options, seeds, Environment.ProcessorCount);
    return [.. outcomes.AsParallel().AsOrdered().Select(outcome => (outcome, Follow(condition, Units(condition, types, outcome.Theta))))];
}

// A learned field in the units of its system.
IDynamics Units(Condition condition, NeuronType[] types, double[] theta)
{
    DynamicsRegression task = tasks[condition.System];
    return task.InUnits(new Learned(LearnedField.Of(Shape(condition), types, task.Test.InputSize, theta)));
}

// What comes of following it: the energy error of the median test orbit, or the limit cycle.
Motion Follow(Condition condition, IDynamics field)
{
    if (condition.System == Oscillator)
    {
        (double amplitude, double period) = CycleOf(field);
        (double trueAmplitude, double truePeriod) = CycleOf(tasks[Oscillator].Truth!);
        return new(double.NaN, Math.Abs(amplitude - trueAmplitude), Math.Abs(period - truePeriod));
    }
    if (condition.System == Henon && condition.MetaSeed >= 0) return new(double.NaN, double.NaN, double.NaN); // 180 networks of a thousand tanh: minutes
    IHamiltonian truth = TruthOf(condition.System);
    double[] errors = [.. StartsOf(condition.System).Select(start => Orbit.EnergyError(truth, Roll(condition.System, field, start))).Select(error => double.IsFinite(error) ? error : double.MaxValue)];
    return new(Location.Median(errors), double.NaN, double.NaN);
}

// Twenty units of time; the clock's swings are fast.
double[][] Roll(string system, IDynamics field, double[] start) => Orbit.Follow(field, new RungeKutta4(field.Dimension), start, rollout + 1, .05, system == Clock ? 4 : 1);

double[][] StartsOf(string system)
{
    IReadOnlyList<double[]> states = tasks[system].Test.States;
    int apart = system switch { Henon => 50, "spring" => 30, "ideal-pendulum" => 45, _ => states.Count };
    return [.. states.Where((_, i) => i % apart == 0)];
}

IHamiltonian TruthOf(string system) => system switch { Clock => new Energetic(state => PendulumClock.Energy(state)), Film => FilmEnergy(), _ => (IHamiltonian)tasks[system].Truth! };

// Kinetic and potential energy of the filmed pendulum, its one number the least-squares slope of acceleration by sin(angle).
IHamiltonian FilmEnergy()
{
    StateTable seen = tasks[Film].Training;
    double product = 0, squares = 0;
    for (int i = 0; i < seen.Count; i++)
    {
        double sine = Math.Sin(seen.States[i][0]);
        product -= sine * seen.Rates[i][1];
        squares += sine * sine;
    }
    double strength = product / squares;
    return new Energetic(state => state[1] * state[1] / 2 + strength * (1 - Math.Cos(state[0])));
}

// Amplitude and period over the last three cycles of 60 units of time from (1, 0); not a number where there are no such cycles.
static (double Amplitude, double Period) CycleOf(IDynamics field)
{
    const double Step = .02;
    double[][] orbit = Orbit.Follow(field, new RungeKutta4(2), [1, 0], 3001, Step, 1);
    List<(int At, double Time)> crossings = [];
    for (int i = 1; i < orbit.Length; i++)
        if (orbit[i - 1][0] < 0 && orbit[i][0] >= 0) crossings.Add((i, Step * (i - orbit[i][0] / (orbit[i][0] - orbit[i - 1][0]))));
    if (crossings.Count < 4) return (double.NaN, double.NaN);
    return (orbit[crossings[^4].At..crossings[^1].At].Max(state => Math.Abs(state[0])), (crossings[^1].Time - crossings[^4].Time) / 3);
}

string Middle(string column, Condition condition) => Summary.Of(Values(column, condition)) is { Count: > 0 } of ? string.Create(CultureInfo.InvariantCulture, $"{of.Median:E2} ({of.Deviation:E1})") : "";
string Tell(string before, string column, Condition condition) => Middle(column, condition) is { Length: > 0 } text ? before + text : "";

// Of a field against what was measured.
static double ErrorOf(IDynamics field, StateTable seen)
{
    double sum = 0;
    double[] rate = new double[field.Dimension];
    for (int i = 0; i < seen.Count; i++)
    {
        field.Field(seen.States[i], rate);
        sum += rate.Zip(seen.Rates[i], (a, b) => (a - b) * (a - b)).Average();
    }
    return sum / seen.Count;
}

// The four criteria.
void Judge()
{
    Condition Of(string kind, string name, int metaSeed, int updates) => new(Henon, kind, name, metaSeed, updates);
    double Median(string column, Condition condition) => Location.Median(Values(column, condition));
    Console.WriteLine();
    foreach ((string column, string what, string[] names, double bound) in ((string, string, string[], double)[])[("energy-mse", "(i) energy MSE", ["sin", "tanh", "sin + tanh"], .2), ("field-mse", "(ii) field MSE", ["sin", "tanh", "sin + tanh"], .5)])
        foreach (string name in names)
        {
            Condition plain = Of(Plain, name, -1, longest), energy = Of(Hamiltonian, name, -1, longest);
            double ratio = Median(column, energy) / Median(column, plain), p = RankTest.MannWhitney(Values(column, plain), Values(column, energy)).P;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}, {name}: Hamiltonian over plain {ratio:F3} (bound {bound}), p {p:E1}"));
        }
    // Learned types against their base, and the mix against the better of its two types.
    foreach (Condition mix in conditions.Where(condition => condition.Neurons == "mix"))
    {
        double[] Errors(string name) => Values("field-mse", mix with { Neurons = name });
        double sin = Median("field-mse", mix with { Neurons = "sin", MetaSeed = -1 });
        string shares = string.Join(", ", learned.Append(Random).Where(name => Errors(name).Length > 0).Select(name => FormattableString.Invariant($"{name} {Location.Median(Errors(name)) / sin:F2}")));
        double[] own = Errors("mix"), pure = ((double[][])[Errors("type 1"), Errors("type 2")]).MinBy(errors => Location.Median(errors))!;
        Console.WriteLine(FormattableString.Invariant($"(iii) {mix.System}, {mix.Network}, steps of {mix.Rate}, types {mix.MetaSeed}: {shares} of the error of sin"));
        Console.WriteLine(FormattableString.Invariant($"(iv)    mix over the better pure type {Location.Median(own) / Location.Median(pure):F2}, lower on {own.Zip(pure, (a, b) => a < b).Count(lower => lower)} of {own.Length} seeds, Wilcoxon p {RankTest.WilcoxonSignedRank(own, pure).P:F3}"));
    }
}

void Draw()
{
    void Boxes(string file, string column, string system, int updates, string title, string label)
    {
        Condition[] rows = [.. conditions.Where(condition => condition.System == system && condition.Updates == updates && condition.Rate == 5e-3 && condition.MetaSeed <= 0 && Values(column, condition).Any(double.IsFinite))];
        string Name(Condition row) => (system == Oscillator ? "" : row.Network + ", ") + (row.MetaSeed < 0 || row.Neurons == Random ? "" : "learned ") + row.Neurons;
        BoxPlot.Save(experiment.File(file), [.. rows.Select(row => (Name(row), (IReadOnlyList<double>)Values(column, row)))], title, label, AxisScale.Logarithmic, [.. rows.Select(row => system == Oscillator ? row.MetaSeed + 1 : Array.IndexOf(kinds, row.Network))]);
    }
    Boxes("energy-error.png", "energy-mse", Henon, longest, $"Hénon-Heiles: energy error along the median test orbit, {experiment.Seeds.Count} seeds", "Mean squared change of the true energy");
    Boxes("field-error.png", "field-mse", Henon, longest, $"Hénon-Heiles: error of the field on test states, {longest:N0} updates", "Mean squared error");
    Boxes("learned-types.png", "field-mse", Henon, shorter, $"Hénon-Heiles: error of the field, {shorter} updates, types of seed 0", "Mean squared error");
    Boxes("van-der-pol.png", "field-mse", Oscillator, shorter, $"Van der Pol: error of the field, {oscillatorSeeds.Length} seeds, types of seed 0", "Mean squared error (deviations of the training set are 1)");

    // Three networks of each kind are trained again for the orbits themselves.
    int[] few = [.. experiment.Seeds.Take(3)];
    IHamiltonian truth = TruthOf(Henon);
    double[] times = [.. Enumerable.Range(1, rollout).Select(step => .05 * step)];
    BandSeries Changes(string name, IEnumerable<IDynamics> fields)
    {
        double[][][] orbits = [.. fields.AsParallel().AsOrdered().SelectMany(field => StartsOf(Henon).Select(start => Roll(Henon, field, start)))];
        return new(name, times, [.. Enumerable.Range(1, rollout).Select(step => (double[])[.. orbits.Select(orbit => Math.Abs(truth.Energy(orbit[step]) - truth.Energy(orbit[0])))])]);
    }
    IEnumerable<IDynamics> Fields(Condition condition, int[] seeds)
    {
        NeuronType[] types = Types(condition);
        DynamicsRegression task = tasks[condition.System];
        return [.. SeedTraining.Run(Shape(condition), types, task.Training, task.Test, new() { Steps = condition.Updates, Batch = 150, Rate = condition.Rate, LastRate = 1e-5 }, seeds, Environment.ProcessorCount).Select(outcome => Units(condition, types, outcome.Theta))];
    }
    BandPlot.Save(experiment.File("energy.png"),
    [
        Changes("plain network", Fields(new(Henon, Plain, "sin", -1, longest), few)),
        Changes("Hamiltonian network", Fields(new(Henon, Hamiltonian, "sin", -1, longest), few)),
        Changes("true field (the integrator's error)", [truth]),
    ], new() { Title = "Hénon-Heiles: how far the true energy strays (sin, geometric mean and deciles of orbits)", X = "Time", Y = "Change of the true energy since the start", VerticalScale = AxisScale.Logarithmic, Band = Band.Deciles });

    double[] rate = new double[2];
    PhaseCurve Cycle(string name, IDynamics field) => new(name, [.. Orbit.Follow(field, new RungeKutta4(2), [1, 0], 6001, .01, 1)[^900..].Select(state => (state[0], state[1]))]);
    IDynamics oscillator = tasks[Oscillator].Truth!;
    PhasePlot.Save(experiment.File("limit-cycle.png"),
    [
        Cycle("true", oscillator),
        .. ((Condition[])[new(Oscillator, Plain, "mix", 0, shorter), new(Oscillator, Plain, "sin", -1, shorter), new(Oscillator, Plain, "tanh", -1, shorter), new(Oscillator, Plain, "relu", -1, shorter)]).Select(condition => Cycle(condition.Neurons == "mix" ? "learned mix" : condition.Neurons, Fields(condition, few[..1]).First())),
    ], new()
    {
        Title = $"Van der Pol: limit cycles of learned fields, {shorter} updates, seed {few[0]}",
        X = "Position x",
        Y = "Speed v",
        Field = (x, v) =>
        {
            oscillator.Field([x, v], rate);
            return (rate[0], rate[1]);
        },
    });
    File.WriteAllText(experiment.File("source.txt"), $"neuromorphic {SourceRevision.Version} {SourceRevision.GitHash}\n");
}

/// <summary>What is trained: on which system, to which output, with which neurons, the types of which meta-seed (-1: formulas), for how many updates of which first step size.</summary>
sealed record Condition(string System, string Network, string Neurons, int MetaSeed, int Updates, double Rate = 5e-3)
{
    public string Name => MetaSeed < 0 ? Neurons : Neurons.StartsWith("random", StringComparison.Ordinal) ? $"{Neurons} (types {MetaSeed})" : $"learned {Neurons} (types {MetaSeed})";
    public override string ToString() => FormattableString.Invariant($"{System}, {Network}, {Name}, {Updates} updates of {Rate}");
}

/// <summary>What following a learned field shows; not a number where that is nothing.</summary>
readonly record struct Motion(double EnergyError, double Amplitude, double Period);

/// <summary>A learned field as a system.</summary>
sealed class Learned(LearnedField field) : IDynamics
{
    readonly LearnedField inner = field;

    public int Dimension => inner.Dimension;
    public void Field(ReadOnlySpan<double> state, Span<double> rate) => inner.Field(state, rate);
}

/// <summary>An energy alone, by which orbits of other fields are judged.</summary>
sealed class Energetic(Func<double[], double> energy) : IHamiltonian
{
    public int Dimension => 2;
    public double Energy(ReadOnlySpan<double> state) => energy(state.ToArray());
    public void Field(ReadOnlySpan<double> state, Span<double> rate) => throw new NotSupportedException("Only its energy is known.");
}
