#:project ../src/Neuromorphic.Runs
#:project ../src/Neuromorphic.LearnedNeurons
#:project ../envs/Neuromorphic.Envs
#:project ../envs/Neuromorphic.Envs.Dynamics

// Question: do learned activation functions train networks better than fixed ones, and does it help that they differ?
// Source:   Choudhary et al. (2023), doi:10.1038/s41598-023-40766-6, figures 3, 4 and 8, and what it names as open: other uses of learned functions, robustness.
// Command:  dotnet run experiments/learn-activations.cs
// Budget:   MNIST-1D, one hidden layer of 50 neurons, types of 16 units. A learning is 120 outer steps (80 of first order); each of its types is judged on 30 paired seeds.
//           Rates and gains are chosen on seeds 100 to 104, among four for each condition; nothing is chosen on seeds 0 to 29. About 15 minutes on two quiet cores.
// Result:   experiments/README.md
// Length:   five questions about the same learnings, in one file as programs that are run by their name are: apart, each would learn them again.

using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Environments;
using Neuromorphic.Expressions;
using Neuromorphic.Gradients;
using Neuromorphic.LearnedNeurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Registries;
using Neuromorphic.Runs;
using Neuromorphic.Storage;
using Neuromorphic.Training;

Experiment experiment = Experiment.Begin("learn-activations", "Do learned activation functions train networks better than fixed ones, and does it help that they differ?", args, seeds: 30);
bool smoke = experiment.Smoke;
int threads = Environment.ProcessorCount, neurons = smoke ? 8 : 50, units = smoke ? 3 : 16;
IClassification signals = (IClassification)EnvironmentRegistry.All.Find("mnist1d").Create(OptionSet.None);
IRegression oscillator = (IRegression)EnvironmentRegistry.All.Find("van-der-pol").Create(OptionSet.None);
NetworkShape shape = new(neurons);
MetaOptions recommended = smoke ? new() { InnerSteps = 4, OuterSteps = 3, Batch = 20 } : new();
MetaOptions firstOrder = recommended with { Gradient = MetaGradient.FirstOrder, InnerSteps = smoke ? 6 : 200, OuterSteps = smoke ? 3 : 80, OuterRate = .01 };
MetaOptions published = MetaOptions.AsPublished with { InnerSteps = smoke ? 8 : MetaOptions.AsPublished.InnerSteps, OuterSteps = recommended.OuterSteps };
Budget meta = new("60", SeedOptions.Like(recommended)), longer = new("200", meta.Options with { Steps = smoke ? 12 : 200 }), longest = new("600", meta.Options with { Steps = smoke ? 18 : 600 });
Budget asPublished = new("published 500", SeedOptions.Like(published)), publishedLonger = new("published 1500", asPublished.Options with { Steps = smoke ? 24 : 1500 });

Learning[] recommendedOnes = [.. Enumerable.Range(0, smoke ? 1 : 5).Select(seed => new Learning($"sin-{seed}", "sin(x)", seed, shape, recommended, meta, longer))];
Learning[] alone = [.. recommendedOnes.Select(learning => learning with { Name = $"alone-{learning.Seed}", Count = 1 })];
Learning[] others = smoke ? [new("first-order-0", "sin(x)", 0, shape, firstOrder, longer, longest)] :
[
    .. from seed in Enumerable.Range(0, 3) select new Learning($"first-order-{seed}", "sin(x)", seed, shape, firstOrder, longer, longest),
    .. from seed in Enumerable.Range(0, 3) select new Learning($"tanh-{seed}", "tanh(x)", seed, shape, recommended, meta, longer),
    .. from seed in Enumerable.Range(0, 3) select new Learning($"zero-{seed}", "0", seed, shape, recommended, meta, longer),
    new("published-0", "sin(x)", 0, shape, published, asPublished, publishedLonger),
];
int[] sizes = smoke ? [8] : [10, 20, 50, 100], depths = smoke ? [1] : [1, 2, 3];
Learning[] bySize = [.. sizes.Select(size => size == neurons ? others.FirstOrDefault(one => one.Name == "zero-0") ?? recommendedOnes[0] : new($"zero-0-{size}", "0", 0, new(size), recommended, meta, longer))];
Learning[] byDepth = [.. depths.Select(depth => depth == 1 ? recommendedOnes[0] : new($"sin-0-{depth}-layers", "sin(x)", 0, new([.. Enumerable.Repeat(neurons, depth)]), recommended, meta, longer))];
Learning[] three = [.. recommendedOnes.Take(3)];

Condition[] fixedOnes = [new("sin", Fixed("sin(x)")), new("ReLU", Fixed("relu(x)")), new("tanh", Fixed("tanh(x)")), new("sin and ReLU", Fixed("sin(x)"), Fixed("relu(x)"))];

using ResultsFile results = new(experiment.File("results.csv"), 5, "types", "neurons", "updates", "condition", "seed", "loss", "accuracy", "participation");
using ResultsFile outer = new(experiment.File("outer.csv"), 2, "types", "step", "loss");
using ResultsFile rates = new(experiment.File("rates.csv"), 5, "types", "updates", "condition", "rate", "seed", "loss"), gains = new(experiment.File("gains.csv"), 5, "types", "updates", "condition", "gain", "seed", "loss");
using ResultsFile robustness = new(experiment.File("robustness.csv"), 5, "damage", "level", "types", "condition", "seed", "accuracy");
using ResultsFile hessian = new(experiment.File("hessian.csv"), 3, "types", "condition", "seed", "trace", "standard-error", "greatest", "near-zero-.001", "near-zero-.01");
using ResultsFile transfer = new(experiment.File("van-der-pol.csv"), 3, "types", "condition", "seed", "error");
using ResultsFile cartpole = new(experiment.File("cartpole.csv"), 3, "types", "generations", "seed", "return");

// 1. Types are learned, and judged on fresh networks with the same weights at first and the same batches for all conditions.
Dictionary<string, IReadOnlyList<NeuronType>> types = [];
foreach (Learning[] group in (Learning[][])[three, others, [.. alone.Take(3)]]) LearnAndJudge(group);

// 2. What the size of steps has to do with it, which all conditions share: each condition at the best of four rates, and fixed functions at the best of four gains.
double[] fourRates = smoke ? [.003, .01] : [.003, .01, .03, .1], fourGains = smoke ? [1, 2] : [1, 2, 3, 4];
(string Types, Condition Condition)[] conditions = [.. three.Concat(alone.Take(3)).SelectMany(learning => Learned(learning).Select(condition => (learning.Name, condition))), .. fixedOnes.Select(condition => ("fixed", condition))];
foreach (Budget budget in (Budget[])[meta, longer])
    foreach (var (name, condition) in conditions)
    {
        double rate = Best(rates, fourRates, name, budget, condition, rate => (budget.Options with { Rate = rate }, condition));
        Judge(name, shape, new($"{budget.Name} at its best rate", budget.Options with { Rate = rate }), condition);
        if (name != "fixed") continue;
        double gain = Best(gains, fourGains, name, budget, condition, gain => (budget.Options, Times(gain, condition)));
        Judge(name, shape, new($"{budget.Name} at its best gain", budget.Options), Times(gain, condition));
    }
ReportSizesOfSteps();

// 3. Trained networks: damage, and the loss around them.
(string Types, Condition Condition)[] compared = [.. conditions.Where(one => one.Condition.Name != "alone")];
Damage(compared);
Learning diverse = three.MaxBy(learning => Distance(types[learning.Name]))!;
Curvature([.. compared.Where(one => one.Types == diverse.Name || one.Condition.Name is "sin" or "tanh")]); // those without a kink

// 4. The same types elsewhere.
foreach (Learning learning in three) foreach (Condition condition in Learned(learning)) Transfer(learning.Name, condition);
foreach (Condition condition in fixedOnes) Transfer("fixed", condition);
Report("van der Pol, mean squared error of 30 seeds, times 1000", [.. three.SelectMany(learning => Learned(learning).Select(condition => (learning.Name, condition.Name))).Concat(fixedOnes.Select(condition => ("fixed", condition.Name)))],
    (name, condition) => Spread([.. transfer.Numbers("error", name, condition).Select(error => 1000 * error)], "F2"));
Poles();

// 5. Other sizes and depths, and more learnings: they are the unit of what is said in general.
foreach (Learning[] group in (Learning[][])[bySize, byDepth, recommendedOnes, alone]) LearnAndJudge(group);
Compare();
foreach (Learning learning in smoke ? three : [three[0], three[2], others[0]]) Boxes(learning);
Sizes();
Learnings();
File.WriteAllText(experiment.File("source.txt"), $"neuromorphic {SourceRevision.Version} {SourceRevision.GitHash}\n");

void LearnAndJudge(Learning[] group)
{
    Learn(group);
    foreach (Learning learning in group)
        foreach (Budget budget in (Budget[])[learning.Own, learning.Longer])
        {
            foreach (Condition condition in Learned(learning)) Judge(learning.Name, learning.Shape, budget, condition);
            foreach (Condition condition in fixedOnes) Judge("fixed", learning.Shape, budget, condition);
        }
}

static NeuronType Fixed(string formula) => new(Expression.Parse(formula), 0, 0.0);

string TypesPath(Learning learning) => experiment.File($"types-{learning.Name}.json");

void Learn(Learning[] group)
{
    Learning[] missing = [.. group.Where(learning => !File.Exists(TypesPath(learning)))];
    int left = missing.Length;
    Lock one = new();
    Work.For(missing.Length, threads, i =>
    {
        Learning learning = missing[i];
        TypeLearning running = TypeLearning.Create(learning.Shape, signals.Training, TypeLearning.Begin(learning.Count, Expression.Parse(learning.Base), .2, units, (ulong)learning.Seed), learning.Options, (ulong)learning.Seed);
        List<(int Step, IReadOnlyList<NeuronType> Types)> history = [(0, running.Types)];
        List<double> losses = [];
        while (running.Step < learning.Options.OuterSteps)
        {
            losses.Add(running.Update());
            if (running.Step % (smoke ? 1 : 4) == 0) history.Add((running.Step, running.Types));
        }
        lock (one)
        {
            for (int step = 0; step < losses.Count; step++)
                if (!outer.Has(learning.Name, step)) outer.Append(learning.Name, step, losses[step]);
            if (ReferenceEquals(learning.Shape, shape) && (learning.Seed == 0 || three.Contains(learning))) Draw(learning, history);
            File.WriteAllText(TypesPath(learning), new TypeFile { Types = running.Types, Origin = $"mnist1d, {learning.Options.Gradient}, base {learning.Base}, seed {learning.Seed} (experiments/learn-activations.cs)" }.Write());
            experiment.Report(string.Create(CultureInfo.InvariantCulture, $"{learning.Name}: outer loss {losses[0]:F3} at first, {losses.TakeLast(10).Average():F3} in the last ten steps{(learning.Count == 1 ? "" : $"; types {Distance(running.Types):F2} apart")}"), --left);
        }
    });
    foreach (Learning learning in group) types[learning.Name] = TypeFile.Read(TypesPath(learning)).Types;
}

// Root mean square of the difference of the two types on [-5, 5].
static double Distance(IReadOnlyList<NeuronType> pair)
{
    double[] x = [.. Enumerable.Range(0, 201).Select(i => i / 20.0 - 5)];
    return Math.Sqrt(Values(pair[0], x).Zip(Values(pair[1], x), (a, b) => (a - b) * (a - b)).Average());
}

static double[] Values(NeuronType type, double[] x)
{
    Func<double, double> function = type.Formula().Function();
    return Array.ConvertAll(x, at => function(at));
}

void Draw(Learning learning, List<(int Step, IReadOnlyList<NeuronType> Types)> history)
{
    double[] x = [.. Enumerable.Range(0, 201).Select(i => i / 20.0 - 5)];
    FunctionFamilyPlot.Save(experiment.File($"types-{learning.Name}.png"), x, [.. history.Select(at => (double)at.Step)],
        [.. Enumerable.Range(0, learning.Count).Select(type => new FunctionFamily(learning.Count == 1 ? "The only type" : $"Type {type + 1}", [.. history.Select(at => Values(at.Types[type], x))]))],
        new() { Title = $"Activation functions as they are learned on MNIST-1D {Words(learning)}", X = "Input s", Y = "σ(s)" });
}

static string Words(Learning learning) =>
    $"from {(learning.Base == "0" ? "zero" : learning.Base)}{(learning.Options.PlainOuter ? ", as published" : learning.Options.Gradient == MetaGradient.FirstOrder ? ", first order" : "")}, seed {learning.Seed}";

Condition[] Learned(Learning learning)
{
    IReadOnlyList<NeuronType> pair = types[learning.Name];
    return pair.Count == 1 ? [new("alone", pair[0])] : [new("mix", [.. pair]), new("type 1", pair[0]), new("type 2", pair[1])];
}

void Judge(string name, NetworkShape network, Budget budget, Condition condition)
{
    string size = string.Join(' ', network.Neurons);
    int[] missing = [.. experiment.Seeds.Where(seed => !results.Has(name, size, budget.Name, condition.Name, seed))];
    if (missing.Length == 0) return;
    foreach (SeedOutcome outcome in SeedTraining.Run(network, condition.Types, signals.Training, signals.Test, budget.Options, missing, threads))
        results.Append(name, size, budget.Name, condition.Name, outcome.Seed, outcome.Loss, outcome.Score, ParticipationRatio.Of(outcome.Hidden).Normalized);
}

double[] Judged(string column, string name, NetworkShape network, string budget, string condition) => results.Numbers(column, name, string.Join(' ', network.Neurons), budget, condition);

// One-sided paired tests over seeds, for each learning: all nets of one share its pair of types.
void Compare()
{
    string path = experiment.File("comparisons.csv");
    File.Delete(path);
    using ResultsFile comparisons = new(path, 6, "types", "neurons", "updates", "measure", "first", "second", "advantage", "low", "high", "p-one-sided", "asserted", "holds");
    Learning[] all = [.. recommendedOnes.Concat(others).Concat(bySize).Concat(byDepth).DistinctBy(learning => learning.Name)];
    foreach (Learning learning in all)
        foreach (Budget budget in (Budget[])[learning.Own, learning.Longer])
            foreach (string measure in (string[])["loss", "accuracy", "participation"])
            {
                int sign = measure == "loss" ? -1 : 1;
                double[] Of(string condition) => Judged(measure, fixedOnes.Any(one => one.Name == condition) ? "fixed" : learning.Name, learning.Shape, budget.Name, condition);
                double[] mix = Of("mix"), first = Of("type 1"), second = Of("type 2"), better = sign * first.Average() > sign * second.Average() ? first : second;
                bool asserted = budget == learning.Own && measure == "loss" && (three.Contains(learning) || others.Contains(learning));
                foreach (string condition in (string[])["mix", "type 1", "type 2"])
                    foreach (string than in (string[])["sin", "ReLU"]) Add(condition, than, Of(condition), Of(than), asserted);
                Add("mix", "mean of both types", mix, [.. first.Zip(second, (a, b) => (a + b) / 2)], asserted);
                Add("mix", "better type", mix, better, false);
                Add("mix", "tanh", mix, Of("tanh"), false);
                Add("mix", "sin and ReLU", mix, Of("sin and ReLU"), false);
                Add("better type", "sin and ReLU", better, Of("sin and ReLU"), false);
                Add("sin and ReLU", "sin", Of("sin and ReLU"), Of("sin"), false);
                if (recommendedOnes.Contains(learning)) Add("mix", "type learned alone", mix, Judged(measure, $"alone-{learning.Seed}", shape, budget.Name, "alone"), false);

                void Add(string one, string than, double[] values, double[] reference, bool asserted)
                {
                    TTest test = TTest.Paired(reference, values);
                    double p = sign * test.T > 0 ? test.P / 2 : 1 - test.P / 2;
                    comparisons.Append(learning.Name, string.Join(' ', learning.Shape.Neurons), budget.Name, measure, one, than, sign * test.Difference, sign * (sign > 0 ? test.Low : test.High), sign * (sign > 0 ? test.High : test.Low), p, asserted ? "yes" : "no", p < .01 ? "yes" : "no");
                }
            }

    foreach (Learning[] group in (Learning[][])[recommendedOnes, alone, .. others.GroupBy(one => one.Options).Select(one => one.ToArray()), bySize, byDepth])
        foreach (int which in (int[])[0, 1])
        {
            Console.WriteLine($"\n{string.Join(", ", group.Select(one => one.Name))}, {(which == 0 ? "own" : "longer")} horizon: loss, accuracy in percent, participation (mean, sd over seeds)");
            foreach (Learning learning in group)
                foreach (string condition in (string[])[.. Learned(learning).Select(one => one.Name), .. fixedOnes.Select(one => one.Name)])
                {
                    string name = fixedOnes.Any(one => one.Name == condition) ? "fixed" : learning.Name, budget = (which == 0 ? learning.Own : learning.Longer).Name;
                    if (name == "fixed" && learning != group[^1] && group[0].Shape == group[^1].Shape) continue;
                    Console.WriteLine($"{learning.Name,-16} {budget,-15} {condition,-14} {Spread(Judged("loss", name, learning.Shape, budget, condition), "F3")}  {Spread([.. Judged("accuracy", name, learning.Shape, budget, condition).Select(x => 100 * x)], "F1")}  {Spread(Judged("participation", name, learning.Shape, budget, condition), "F3")}");
                }
        }
    foreach (string holds in (string[])["yes", "no"])
    {
        var (columns, rows) = ResultsFile.Read(path);
        var those = rows.Where(row => row[10] == "yes" && row[11] == holds).ToArray();
        Console.WriteLine($"\nasserted, {(holds == "yes" ? "holds" : "does not hold")} (p < .01): {those.Length}");
        if (holds == "no") foreach (var row in those) Console.WriteLine($"  {row[0]}: {row[4]} against {row[5]}, advantage {row[6]}, p {row[9]}");
    }

    // Learnings are the unit of what is said in general.
    if (recommendedOnes.Length < 3) return;
    foreach (Budget budget in (Budget[])[meta, longer])
        foreach (string measure in (string[])["loss", "accuracy", "participation"])
        {
            int sign = measure == "loss" ? -1 : 1;
            double Mean(Learning learning, string condition) => Judged(measure, fixedOnes.Any(one => one.Name == condition) ? "fixed" : learning.Name, shape, budget.Name, condition).Average();
            double[] mix = [.. recommendedOnes.Select(learning => Mean(learning, "mix"))];
            (string, Func<Learning, double>)[] references =
            [
                ("mean of both types", learning => (Mean(learning, "type 1") + Mean(learning, "type 2")) / 2),
                ("type learned alone", learning => Judged(measure, $"alone-{learning.Seed}", shape, budget.Name, "alone").Average()),
                ("better type", learning => sign * Math.Max(sign * Mean(learning, "type 1"), sign * Mean(learning, "type 2"))),
                .. fixedOnes.Select(one => (one.Name, (Func<Learning, double>)(learning => Mean(learning, one.Name)))),
            ];
            foreach (var (name, of) in references)
            {
                TTest test = TTest.Paired([.. recommendedOnes.Select(of)], mix);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{mix.Length} learnings, {budget.Name} updates, {measure}: mix less {name} {test.Difference:F4} ({test.Low:F4} to {test.High:F4}), p {test.P:G2} (two-sided); ahead in {recommendedOnes.Zip(mix).Count(one => sign * one.Second > sign * of(one.First))}"));
            }
        }
}

// The value with the least mean loss on seeds 100 and up.
double Best(ResultsFile file, double[] values, string name, Budget budget, Condition condition, Func<double, (SeedOptions Options, Condition Condition)> of)
{
    foreach (double value in values)
    {
        int[] missing = [.. Enumerable.Range(100, smoke ? 1 : 5).Where(seed => !file.Has(name, budget.Name, condition.Name, value, seed))];
        if (missing.Length == 0) continue;
        var (options, changed) = of(value);
        foreach (SeedOutcome outcome in SeedTraining.Run(shape, changed.Types, signals.Training, signals.Test, options, missing, threads))
            file.Append(name, budget.Name, condition.Name, value, outcome.Seed, outcome.Loss);
    }
    return Chosen(file, values, name, budget, condition.Name);
}

static double Chosen(ResultsFile file, double[] values, string name, Budget budget, string condition) => values.MinBy(value => file.Numbers("loss", name, budget.Name, condition, value).Average());

static Condition Times(double gain, Condition condition) =>
    new(condition.Name, [.. condition.Types.Select(type => Fixed(string.Create(CultureInfo.InvariantCulture, $"{gain}*({type.Base})")))]);

void ReportSizesOfSteps()
{
    (string, ResultsFile, double[], string Of)[] settings = [("rate", rates, fourRates, ""), ("gain", gains, fourGains, "fixed")];
    foreach (var (setting, file, values, of) in settings)
        Report($"each at its best {setting} of four, chosen on seeds 100 to 104: {setting}, loss and accuracy after {meta.Name} and {longer.Name} updates", [.. conditions.Where(one => of.Length == 0 || one.Types == of).Select(one => (one.Types, one.Condition.Name))],
            (name, condition) => string.Join("   ", ((Budget[])[meta, longer]).Select(budget => string.Create(CultureInfo.InvariantCulture,
                $"{Chosen(file, values, name, budget, condition),5} {Spread(Judged("loss", name, shape, $"{budget.Name} at its best {setting}", condition), "F3")} {100 * Judged("accuracy", name, shape, $"{budget.Name} at its best {setting}", condition).Average():F1}"))));
}

void Boxes(Learning learning)
{
    foreach (Budget budget in (Budget[])[learning.Own, learning.Longer])
        foreach (var (measure, factor, label) in ((string, int, string)[])[("loss", 1, "Mean of the last 30 losses of training"), ("accuracy", 100, "Right of 100 test examples")])
            BoxPlot.Save(experiment.File($"{measure}-{learning.Name}-{budget.Name}.png"), [.. Rows(learning).Select(row => (row.Condition, (IReadOnlyList<double>)[.. Judged(measure, row.Name, learning.Shape, budget.Name, row.Condition).Select(x => factor * x)]))],
                $"MNIST-1D, {budget.Options.Steps} updates, {experiment.Seeds.Count} paired seeds; types learned at {learning.Options.InnerSteps}, {Words(learning)}", label);
    JointPlot.Save(experiment.File($"participation-{learning.Name}.png"), [.. Rows(learning).Select(row => new JointCondition(row.Condition,
        [.. Judged("accuracy", row.Name, learning.Shape, learning.Longer.Name, row.Condition).Zip(Judged("participation", row.Name, learning.Shape, learning.Longer.Name, row.Condition), (accuracy, ratio) => (100 * accuracy, ratio))]))],
        $"MNIST-1D, {learning.Longer.Options.Steps} updates; types learned at {learning.Options.InnerSteps}, {Words(learning)}", "Right of 100 test examples", "Participation ratio / neurons");

    static (string Name, string Condition)[] Rows(Learning learning) =>
        [.. ((string[])["mix", "type 1", "type 2"]).Select(condition => (learning.Name, condition)), .. ((string[])["sin", "ReLU", "tanh", "sin and ReLU"]).Select(condition => ("fixed", condition))]; // as many as colours
}

void Sizes()
{
    foreach (Budget budget in (Budget[])[meta, longer])
        BandPlot.Save(experiment.File($"sizes-{budget.Name}.png"), [.. ((string[])["mix", "type 1", "type 2", "sin", "ReLU", "sin and ReLU"]).Select(condition => new BandSeries(condition, [.. sizes.Select(size => (double)size)],
            [.. bySize.Select(learning => (IReadOnlyList<double>)[.. Judged("accuracy", fixedOnes.Any(one => one.Name == condition) ? "fixed" : learning.Name, learning.Shape, budget.Name, condition).Select(x => 100 * x)])]))],
            new() { Title = $"MNIST-1D, {budget.Options.Steps} updates: types learned from zero at each size, means over {experiment.Seeds.Count} seeds", X = "Hidden neurons", Y = "Right of 100 test examples", Scale = AxisScale.Logarithmic, Band = Band.None });
}

// Each learning as a point: what its networks come to, mean over seeds.
void Learnings()
{
    foreach (Budget budget in (Budget[])[meta, longer])
    {
        double Mean(string name, string condition) => Judged("loss", name, shape, budget.Name, condition).Average();
        double[] Of(Func<Learning, double> of) => [.. recommendedOnes.Select(of)];
        SeedPlot.Save(experiment.File($"learnings-{budget.Name}.png"),
        [
            ("mix", Of(learning => Mean(learning.Name, "mix"))),
            ("its better type alone", Of(learning => Math.Min(Mean(learning.Name, "type 1"), Mean(learning.Name, "type 2")))),
            ("its worse type alone", Of(learning => Math.Max(Mean(learning.Name, "type 1"), Mean(learning.Name, "type 2")))),
            ("one type, learned alone", Of(learning => Mean($"alone-{learning.Seed}", "alone"))),
            .. fixedOnes.Take(2).Append(fixedOnes[^1]).Select(one => (one.Name, (IReadOnlyList<double>)[Mean("fixed", one.Name)])),
        ], $"MNIST-1D, {budget.Options.Steps} updates: a point for each of {recommendedOnes.Length} learnings from sin", $"Mean of the last 30 losses, {experiment.Seeds.Count} seeds");
    }
}

SeedOutcome[] Networks(Condition condition, int count) => SeedTraining.Run(shape, condition.Types, signals.Training, signals.Test, longer.Options, [.. Enumerable.Range(0, count)], threads);

DenseNetwork NetworkOf(Condition condition) => new(signals.Training.InputSize, 10, new MlpOptions { Neurons = neurons, Layers = 1, Activations = [.. condition.Types.Select(type => type.Formula())] });

// Accuracy against noise on weights, and against removed neurons, each the mean of ten draws.
void Damage((string Types, Condition Condition)[] all)
{
    (string Kind, double Level)[] damages = [.. ((double[])[0, .1, .2, .4, .8]).Select(level => ("noise on weights", level)), .. ((double[])[.1, .2, .4]).Select(share => ("neurons removed", share))];
    int seeds = smoke ? 1 : 10, draws = smoke ? 1 : 10;
    foreach (var (name, condition) in all)
    {
        if (robustness.Numbers("accuracy", null, null, name, condition.Name).Length == damages.Length * seeds) continue;
        DenseNetwork network = NetworkOf(condition);
        IReadOnlyList<HiddenLayer> layers = HiddenLayer.Of(network);
        foreach (SeedOutcome outcome in Networks(condition, seeds))
        {
            float[] vector = [.. outcome.Theta.Select(weight => (float)weight)];
            foreach (var (kind, level) in damages.Where(damage => !robustness.Has(damage.Kind, damage.Level, name, condition.Name, outcome.Seed)))
            {
                double[][] damaged = [.. Enumerable.Range(0, level == 0 ? 1 : draws).Select(draw => kind == "neurons removed"
                    ? NeuronRemoval.Apply(vector, layers, level, draw, (ulong)outcome.Seed) : WeightNoise.Apply(network.Layout, vector, level, draw, (ulong)outcome.Seed)).Select(one => Array.ConvertAll(one, weight => (double)weight))];
                robustness.Append(kind, level, name, condition.Name, outcome.Seed, SeedTraining.Score(shape, condition.Types, signals.Test, damaged, threads).Average());
            }
        }
    }
    Report("accuracy of damaged networks of 200 updates: noise 0, .1, .2, .4, .8 of each matrix; .1, .2, .4 of the neurons removed", [.. all.Select(one => (one.Types, one.Condition.Name))],
        (name, condition) => string.Join("  ", damages.Select(damage => (100 * robustness.Numbers("accuracy", damage.Kind, damage.Level, name, condition).Average()).ToString("F1", CultureInfo.InvariantCulture))));
}

// Trace, greatest eigenvalue and flat directions of the Hessian on a batch of training examples.
void Curvature((string Types, Condition Condition)[] all)
{
    int seeds = smoke ? 1 : 5;
    FirstExamples batch = new(signals.Training, smoke ? 20 : 200);
    List<(string, SpectralDensity)> densities = [];
    foreach (var (name, condition) in all)
        foreach (SeedOutcome outcome in Networks(condition, seeds))
        {
            bool drawn = outcome.Seed == 0 && condition.Name != "tanh", missing = !hessian.Has(name, condition.Name, outcome.Seed);
            if (!missing && !drawn) continue;
            NetworkHessian product = new(new ExampleLoss(NetworkOf(condition), outcome.Theta, batch, threads: threads));
            SpectralDensity density = SpectralDensity.Of(product.Multiply, product.Count, runs: 1, steps: smoke ? 5 : 50);
            if (drawn) densities.Add((condition.Name, density));
            if (!missing) continue;
            TraceEstimate trace = TraceEstimate.Of(product.Multiply, product.Count, smoke ? 4 : 50);
            hessian.Append(name, condition.Name, outcome.Seed, trace.Mean, trace.StandardError, density.Runs.Max(run => run.Values[^1]), density.ShareNearZero(1e-3), density.ShareNearZero(1e-2));
        }
    SpectralDensityPlot.Save(experiment.File("hessian.png"), densities, $"Hessian after {longer.Options.Steps} updates, seed 0, {batch.Count} training examples; types {Words(diverse)}");
    Report("Hessian: trace, greatest eigenvalue, share of eigenvalues within .001 and .01 of it", [.. all.Select(one => (one.Types, one.Condition.Name))],
        (name, condition) => string.Join("  ", ((string[])["trace", "greatest", "near-zero-.001", "near-zero-.01"]).Select(column => Spread(hessian.Numbers(column, name, condition), "F3"))));
}

void Transfer(string name, Condition condition)
{
    int[] missing = [.. experiment.Seeds.Where(seed => !transfer.Has(name, condition.Name, seed))];
    if (missing.Length == 0) return;
    foreach (SeedOutcome outcome in SeedTraining.Run(shape, condition.Types, oscillator.Training, oscillator.Test, new() { Steps = smoke ? 5 : 500 }, missing, threads))
        transfer.Append(name, condition.Name, outcome.Seed, outcome.Score);
}

// CartPole by evolution, with types that are kept: after a few generations, and at the preset's end.
void Poles()
{
    (string Name, string Types)[] controllers = [.. three.Select(learning => (learning.Name, "@" + TypesPath(learning))), ("sin", "sin(x)"), ("ReLU", "relu(x)"), ("tanh", "tanh(x)"), ("sin and ReLU", "sin(x); relu(x)")];
    int[] lengths = smoke ? [1] : [5, 30];
    foreach (int generations in lengths)
        foreach (var (name, kept) in smoke ? controllers[..1] : controllers)
        {
            StudyRun[] runs = [.. from seed in Enumerable.Range(0, smoke ? 1 : 5)
                where !cartpole.Has(name, generations, seed)
                select new StudyRun([], Run.Configure("cartpole", [("policy", "ldnn"), ("types", kept), ("generations", generations), ("evaluate-every", 0), ("seed", seed), .. smoke ? [("population", (object)8)] : Array.Empty<(string, object)>()]))];
            foreach (StudyResult result in Study.Run(Path.Combine(experiment.Folder, "runs", $"cartpole-{generations}-{name.Replace(' ', '-')}"), runs)) cartpole.Append(name, generations, result.Run.Configuration.Seed, result.Return);
        }
    Report("cartpole, mean return of 100 fresh episodes after 5 and 30 generations, each of five seeds", [.. controllers.Select(one => (one.Name, ""))],
        (name, _) => string.Join("   ", lengths.Select(generations => string.Join(", ", cartpole.Numbers("return", name, generations).Select(value => value.ToString("F1", CultureInfo.InvariantCulture))))));
}

static string Spread(double[] values, string format) => Summary.Of(values) is var summary ? $"{summary.Mean.ToString(format, CultureInfo.InvariantCulture)} ({summary.Deviation.ToString(format, CultureInfo.InvariantCulture)})" : "";

static void Report(string title, (string Name, string Condition)[] rows, Func<string, string, string> of)
{
    Console.WriteLine($"\n{title}");
    foreach (var (name, condition) in rows) Console.WriteLine($"{name,-14} {condition,-14} {of(name, condition)}");
}

/// <summary>Types that are learned: from what, how, how many, and the horizons at which they are judged.</summary>
sealed record Learning(string Name, string Base, int Seed, NetworkShape Shape, MetaOptions Options, Budget Own, Budget Longer, int Count = 2);

/// <summary>An inner training.</summary>
sealed record Budget(string Name, SeedOptions Options);

/// <summary>What the neurons of a network are.</summary>
sealed record Condition(string Name, params NeuronType[] Types);

/// <summary>The first of labelled examples.</summary>
sealed class FirstExamples(IExamples all, int count) : IExamples
{
    public int Count => count;
    public int InputSize => all.InputSize;
    public int Label(int example) => all.Label(example);
    public void Read(int example, Span<float> input) => all.Read(example, input);
}
