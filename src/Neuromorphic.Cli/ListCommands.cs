using System.CommandLine;
using Neuromorphic.Environments;
using Neuromorphic.Expressions;
using Neuromorphic.Gpu;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Registries;
using Neuromorphic.Tape;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>`envs`, `strategies`, `neurons`, `operators` and `devices`: what there is to choose from.</summary>
static class ListCommands
{
    public static Command Environments()
    {
        Option<bool> json = CommonOptions.Json();
        var command = new Command("envs", "List the environments.") { json };
        command.SetAction(result =>
        {
            (EnvironmentFamily Family, EnvironmentSpec Spec)[] all = [.. Described(EnvironmentRegistry.All.Entries, warning => Console.Error.WriteLine($"warning: {warning}"))];
            if (result.GetValue(json))
                Output.WriteJson(all.Select(item => new { item.Spec.Name, item.Spec.Summary, Observations = item.Spec.ObservationSpace.Size, Actions = item.Spec.ActionSpace.ToString(), item.Spec.StepLimit, item.Spec.TimeStep, item.Spec.SolvedReturn, item.Spec.Source, Options = item.Family.Settings.Select(setting => new { setting.Name, setting.Allowed, setting.Default }).ToArray(), Aliases = item.Family.Aliases.Keys.ToArray() }).ToArray());
            else
                Output.WriteTable(["name", "observations", "actions", "steps", "dt (s)", "solved", "options", "what"],
                    all.Select(item => new[]
                    {
                        item.Spec.Name, $"{item.Spec.ObservationSpace.Size}", item.Spec.ActionSpace.ToString()!, $"{item.Spec.StepLimit}", Number(item.Spec.TimeStep), Number(item.Spec.SolvedReturn),
                        string.Join(" ", item.Family.Settings.Select(Typed)), $"{item.Spec.Summary} {item.Spec.Source}",
                    }));

            // A setting as one types it: its words, or its default.
            static string Typed(Setting setting) => $"--{setting.Name} {(setting.Allowed.Split(", ") is { Length: > 1 } words && words.All(word => !word.Contains(' ', StringComparison.Ordinal)) ? string.Join('|', words) : setting.Default)}";

            static string Number(double? value) => value?.ToString("G4", System.Globalization.CultureInfo.InvariantCulture) ?? "";
        });
        return command;
    }

    /// <summary>What is known of each environment; one that cannot be made is told and left out.</summary>
    internal static IEnumerable<(EnvironmentFamily Family, EnvironmentSpec Spec)> Described(IEnumerable<EnvironmentFamily> families, Action<string> warn)
    {
        foreach (EnvironmentFamily family in families)
        {
            EnvironmentSpec? spec = null;
            try
            {
                spec = family.Describe(OptionSet.None).Spec;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                warn($"{family.Name} cannot be made: {e.Message}");
            }
            if (spec != null) yield return (family, spec);
        }
    }

    public static Command Presets()
    {
        Argument<string?> environment = new("environment") { Description = "The task whose preset is printed; all, if not given.", Arity = ArgumentArity.ZeroOrOne };
        Option<string> method = new("--method") { Description = "For evolution (es) or gradients (bptt).", DefaultValueFactory = _ => "es", HelpName = "es, bptt" };
        Option<bool> json = CommonOptions.Json();
        var command = new ExampledCommand("presets", "List the settings that suit an environment, where they are not the default: what `train` uses where nothing else is said.", "neuromorphic presets\nneuromorphic presets hopper --method bptt") { environment, method, json };
        command.SetAction(result =>
        {
            IReadOnlyList<string> names = result.GetValue(environment) is { } name ? [Given.ByUser(() => EnvironmentRegistry.Resolve(name)).Name] : EnvironmentRegistry.All.Names;
            var rows = names.SelectMany(name => Given.ByUser(() => Preset(name, result.GetRequiredValue(method)))).ToArray();
            if (result.GetValue(json)) Output.WriteJson(rows.Select(row => new { row.Environment, row.Setting, row.Value }).ToArray());
            else Output.WriteTable(["environment", "setting", "value"], rows.Select(row => new[] { row.Environment, row.Setting, row.Value }));
        });
        return command;

        static IEnumerable<(string Environment, string Setting, string Value)> Preset(string environment, string method) =>
            [.. Settings.Counting(Settings.Configure(environment, [new(Settings.Short.Name, method)])).Where(item => item.Text != item.Placed.Setting.Default && item.Placed.Setting.Name is not ("environment" or "strategy"))
                .Select(item => (environment, item.Placed.Setting.Name, item.Text))];
    }

    public static Command Strategies()
    {
        Option<bool> json = CommonOptions.Json();
        var command = new Command("strategies", "List the strategies.") { json };
        command.SetAction(result =>
        {
            var rows = StrategyRegistry.All.Entries.Select(family => new { family.Name, family.Summary }).ToArray();
            if (result.GetValue(json)) Output.WriteJson(rows);
            else Output.WriteTable(["name", "what"], rows.Select(row => new[] { row.Name, row.Summary }));
        });
        return command;
    }

    public static Command Neurons()
    {
        Option<bool> json = CommonOptions.Json();
        Argument<string?> model = new("model") { Description = "A model whose equations are printed.", Arity = ArgumentArity.ZeroOrOne };
        Option<FormulaStyle> style = new("--style") { Description = "How they are written: Text, LaTeX or CSharp." };
        var command = new ExampledCommand("neurons", "List the neuron models, or the equations of one.", "neuromorphic neurons\nneuromorphic neurons adaptive-lif --style latex") { model, style, json };
        command.SetAction(result =>
        {
            if (result.GetValue(model) is { } name)
            {
                IReadOnlyList<string> equations = Given.ByUser(() => NeuronEquations.Of(name, result.GetValue(style)));
                if (result.GetValue(json)) Output.WriteJson(equations);
                else
                    foreach (string equation in equations) Console.WriteLine(equation);
                return;
            }
            var rows = NeuronRegistry.Names.Select(name => new { Name = name, Summary = NeuronRegistry.Summary(name), Parameters = NeuronRegistry.CreatePopulation(name, 1, 1).ParameterNames.ToArray() }).ToArray();
            if (result.GetValue(json)) Output.WriteJson(rows);
            else Output.WriteTable(["name", "parameters", "what"], rows.Select(row => new[] { row.Name, string.Join(", ", row.Parameters), row.Summary }));
        });
        return command;
    }

    public static Command Operators()
    {
        Option<bool> json = CommonOptions.Json();
        Argument<string?> formula = new("formula") { Description = "A formula, whose value, slope and curvature are printed.", Arity = ArgumentArity.ZeroOrOne };
        Option<FormulaStyle> style = new("--style") { Description = "How they are written: Text, LaTeX or CSharp." };
        var command = new ExampledCommand("operators", "List the functions that a formula may use, or read one.", "neuromorphic operators\nneuromorphic operators \"x*sigmoid(P0*x)\" --style latex") { formula, style, json };
        command.SetAction(result =>
        {
            if (result.GetValue(formula) is { } text)
            {
                IReadOnlyList<string> lines = Given.ByUser(() => Expression.Parse(text).Write(result.GetValue(style), derivatives: 2));
                if (result.GetValue(json)) Output.WriteJson(lines);
                else
                    foreach (string line in lines) Console.WriteLine(line);
                return;
            }
            var rows = Expressions.Operators.All.Select(function => new { function.Name, Arguments = function.Arity, Sign = function.Sign ?? "", function.Aliases, function.Summary }).ToArray();
            if (result.GetValue(json)) Output.WriteJson(rows);
            else Output.WriteTable(["name", "arguments", "sign", "also", "what"], rows.Select(row => new[] { row.Name, $"{row.Arguments}", row.Sign, string.Join(", ", row.Aliases), row.Summary }));
        });
        return command;
    }

    public static Command Devices()
    {
        Option<bool> json = CommonOptions.Json();
        var command = new Command("devices", "List the devices that --device can name.") { json };
        command.SetAction(result =>
        {
            IReadOnlyList<DeviceInfo> devices = DeviceAccelerator.List();
            if (result.GetValue(json)) Output.WriteJson(devices);
            else if (devices.Count == 0) Console.WriteLine(DeviceAccelerator.Absent);
            else Output.WriteTable(["name", "memory", "units", "what"], devices.Select(device => new[] { device.Name, Output.Scaled(device.Memory) + "B", $"{device.Multiprocessors}", device.Description }));
        });
        return command;
    }
}
