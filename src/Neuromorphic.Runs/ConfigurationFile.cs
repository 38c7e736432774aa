using System.Globalization;
using System.Text;
using Neuromorphic.Environments;
using Neuromorphic.Registries;
using Neuromorphic.Training;
using Tomlyn;
using Tomlyn.Model;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Neuromorphic.Runs;

/// <summary>
/// Settings as a TOML file: what all runs have, then the sections [environment], [policy] and [strategy], each with the name of what is chosen and its
/// settings, and [policy.neuron], [strategy.surrogate] likewise. A file without sections is one of version 0.1, which listed the settings of everything.
/// </summary>
public static class ConfigurationFile
{
    const string Name = "name", Threads = "threads", Device = "device";

    /// <summary>A key of a file: the setting that it means, and where it stands.</summary>
    sealed record Entry(string Section, string Key, string Setting, object? Value, int Line);

    /// <summary>Keys that every file of version 0.1 has which the program wrote.</summary>
    static readonly string[] WrittenBy01 = ["environment", "policy", "strategy", "generations", "seed", "checkpoint-every"];

    /// <summary>The settings of a file by name, without the environment.</summary>
    /// <param name="path">The file.</param>
    /// <param name="environment">The environment that the command line names.</param>
    /// <param name="given">The settings of the command line: where they choose another policy, strategy, neuron or surrogate, the file's section about it does not count.</param>
    /// <exception cref="ArgumentException">
    /// The file is not TOML, or a key is unknown, there twice, or holds no allowed value; the message names file, line and key.
    /// </exception>
    /// <param name="drop">Hears which settings of the file do not apply beside those of the command line, and are left out.</param>
    /// <param name="others">Keys that are no settings, for which somebody else reads the file.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string path, string environment, IEnumerable<KeyValuePair<string, string>> given, Action<string>? drop = null, params string[] others)
    {
        Entry[] entries = [.. Parse(path).Where(entry => entry.Section != "" || !others.Contains(entry.Key) && entry.Key is not (Threads or Device))];
        bool old = entries.All(entry => entry.Section == "");
        RunConfiguration configuration = new() { Environment = environment };
        HashSet<string> replaced = [.. Replaced(entries, given)];
        if (entries.FirstOrDefault(entry => entry.Setting == "environment") is { Value: string other } && EnvironmentRegistry.Resolve(other).Name != environment) replaced.Add("environment");
        List<KeyValuePair<string, string>> values = [];
        List<string> dropped = [];
        foreach (IGrouping<int, Entry> rank in entries.GroupBy(entry => Rank(entry.Setting)).OrderBy(rank => rank.Key))
        {
            // What the command line chooses decides what other settings there are.
            configuration = Settings.Apply(configuration, given.Where(value => Rank(value.Key) < rank.Key && (Rank(value.Key) == 0 || Has(configuration, value.Key))));
            foreach (Entry entry in rank) Take(entry);
        }
        if (old) // these files list everything that there was
        {
            // What they do not list is as it was without it, whatever a preset says today; a file that people write by hand lists less.
            if (replaced.Count == 0 && WrittenBy01.All(key => entries.Any(entry => entry.Key == key)))
            {
                string[] said = [.. values.Concat(given).Select(value => value.Key), "environment", "policy", "strategy"];
                values.AddRange(from placed in Settings.Of(configuration) where placed.Setting.Default != null && !said.Contains(placed.Setting.Name) select KeyValuePair.Create(placed.Setting.Name, placed.Setting.Default!));
            }
            values.RemoveAll(value => Settings.Missing(configuration, value.Key) != null);
        }
        else if (given.Any() || replaced.Count > 0) RemoveWithoutEffect();
        if (dropped.Count > 0) drop?.Invoke($"{path}: {string.Join(", ", dropped)} {(dropped.Count == 1 ? "does" : "do")} not apply here.");
        return values;

        // What has no effect beside what the command line says; in a file by itself it is a mistake.
        void RemoveWithoutEffect()
        {
            RunConfiguration whole = Settings.Apply(configuration, given.Where(value => Rank(value.Key) == 0 || Has(configuration, value.Key)));
            TaskFacts task = EnvironmentRegistry.All.Find(environment).Describe(whole.EnvironmentOptions);
            foreach (KeyValuePair<string, string> value in values.Where(value => Settings.Missing(whole, value.Key, task) != null).ToArray())
            {
                values.Remove(value);
                dropped.Add(value.Key);
            }
        }

        void Take(Entry entry)
        {
            try
            {
                if (NoSection(configuration, entry) is { } reason) throw new ArgumentException(reason);
                string value = Text(entry);
                if (entry.Setting == "environment") return; // the command line says which
                if (replaced.Any(section => entry.Section == section || entry.Section.StartsWith(section + ".", StringComparison.Ordinal)))
                {
                    if (entry.Key != Name) dropped.Add(entry.Key);
                    return;
                }
                bool counts = Settings.Of(configuration).Any(placed => placed.Setting.Name == entry.Setting && (old || placed.Section == entry.Section));
                if (!counts && old && Settings.OfVersion01.Contains(entry.Setting) && entry.Setting != "method") return;
                if (!counts && entry.Setting != "method") throw new ArgumentException(Misplaced(configuration, entry));
                configuration = Settings.Apply(configuration, [new(entry.Setting, value)]);
                values.Add(KeyValuePair.Create(entry.Setting, value));
            }
            catch (ArgumentException e)
            {
                throw new ArgumentException($"{path}, line {entry.Line}: {e.Message}", e);
            }
        }
    }

    /// <summary>Where the work is to be done, as far as a file says: threads and device, which change no result and are in no config.toml of a run.</summary>
    /// <exception cref="ArgumentException">Threads are no whole number from 1 on, or the device is no text.</exception>
    public static (int? Threads, string? Device) Compute(string path)
    {
        Entry[] entries = [.. Parse(path).Where(entry => entry.Section == "")];
        object? threads = Array.Find(entries, entry => entry.Key == Threads)?.Value, device = Array.Find(entries, entry => entry.Key == Device)?.Value;
        if (threads is not (null or long and >= 1 and <= int.MaxValue)) throw new ArgumentException($"{path}: {Threads} is {threads}; allowed: a whole number, 1 or more.");
        if (device is not (null or string)) throw new ArgumentException($"{path}: {Device} is {device}; allowed: \"cpu\", \"cuda\" or \"opencl\".");
        return ((int?)(long?)threads, (string?)device);
    }

    static Entry[] Parse(string path)
    {
        (TomlTable table, DocumentSyntax document) = Load(path, "--config");
        return [.. Entries(table, "", document)];
    }

    /// <summary>A file as a table, and its syntax.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What it is, in a message.</param>
    internal static (TomlTable Table, DocumentSyntax Document) Load(string path, string what)
    {
        if (Directory.Exists(path)) throw new ArgumentException($"{what} is {path}, which is a folder; allowed: a TOML file, such as the {Path.Combine(path, "config.toml")} of a run.");
        if (!File.Exists(path)) throw new ArgumentException($"{what} is {path}, and there is no such file.");
        string text = File.ReadAllText(path);
        try
        {
            // The syntax knows lines, and keys that are there twice; the model knows values.
            DocumentSyntax document = SyntaxParser.Parse(text, path, validate: true);
            if (document.HasErrors)
                throw new ArgumentException($"{path}, line {document.Diagnostics[0].Span.Start.Line + 1}: not valid TOML: {document.Diagnostics[0].Message}.");
            return (TomlSerializer.Deserialize<TomlTable>(text) ?? [], document);
        }
        catch (ArgumentOutOfRangeException e) // of the parser, at the end
        {
            throw new ArgumentException($"{path}, line {1 + text.Count(c => c == '\n')}: not valid TOML: the file ends within a text, after a \\.", e);
        }
        catch (TomlException e)
        {
            // Its message speaks of options of the parser.
            throw new ArgumentException($"{path}: not a file of settings: {(e.Message.Contains("depth", StringComparison.Ordinal) ? "tables or lists are nested deeper than 64 times" : e.Message)}.", e);
        }
    }

    static bool Has(RunConfiguration configuration, string setting) => Settings.Of(configuration).Any(placed => placed.Setting.Name == setting);

    /// <summary>Sections whose choice the command line replaces.</summary>
    static IEnumerable<string> Replaced(Entry[] entries, IEnumerable<KeyValuePair<string, string>> given)
    {
        foreach ((string name, string value) in given)
        {
            string setting = name == "method" ? "strategy" : name;
            Entry? chosen = Array.Find(entries, entry => entry.Setting == setting && entry.Key == Name);
            if (chosen != null && chosen.Value is string text && text != value && !(name == "method" && value == "es" && text != GradientTrainer.Bptt)) yield return chosen.Section;
        }
    }

    /// <summary>Choices come before what they bring along.</summary>
    static int Rank(string setting) => setting is "environment" or "policy" or "strategy" or "method" ? 0 : Settings.Everywhere.GetValueOrDefault(setting)?.IsChoice == true ? 1 : 2;

    static IEnumerable<Entry> Entries(TomlTable table, string section, DocumentSyntax document)
    {
        foreach ((string key, object? value) in table)
            if (value is TomlTable inner && (section == "" ? key is "environment" or "policy" or "strategy" : true))
                foreach (Entry entry in Entries(inner, section == "" ? key : $"{section}.{key}", document)) yield return entry;
            else yield return new(section, key, key == Name && section != "" ? section[(section.LastIndexOf('.') + 1)..] : Settings.Spelled(key), value, LineOf(section, key, document));
    }

    /// <summary>What is wrong with a section that nothing has, whatever is chosen; null if it is not that.</summary>
    static string? NoSection(RunConfiguration configuration, Entry entry)
    {
        IReadOnlyList<string> sections = [.. Settings.Of(configuration).Select(placed => placed.Section).Where(section => section != "").Distinct().Order(StringComparer.Ordinal)];
        string? section = Settings.Everywhere.ContainsKey(entry.Setting) || entry.Setting == "environment" ? null
            : entry is { Section: "", Value: TomlTable or TomlTableArray } ? entry.Key
            : entry.Section != "" && !sections.Contains(entry.Section) ? entry.Section : null;
        return section == null ? null : $"There is no section [{section}]; there are {string.Join(", ", sections.Select(known => $"[{known}]"))}.";
    }

    static string Misplaced(RunConfiguration configuration, Entry entry)
    {
        PlacedSetting? elsewhere = Settings.Of(configuration).FirstOrDefault(placed => placed.Setting.Name == entry.Setting);
        return elsewhere == null ? Settings.Unknown(configuration, entry.Setting)
            : $"{entry.Setting} stands {(entry.Section == "" ? "before all sections" : $"in [{entry.Section}]")}; it belongs {(elsewhere.Section == "" ? "before all sections" : $"into [{elsewhere.Section}]")}.";
    }

    /// <summary>A value of a file as a setting's text.</summary>
    internal static string Text(string setting, object? value, string path)
    {
        try
        {
            return Text(new("", setting, setting, value, 0));
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"{path}: {e.Message}", e);
        }
    }

    static string Text(Entry entry)
    {
        string allowed = Settings.Everywhere.TryGetValue(entry.Setting, out Setting? setting) ? $"; allowed: {setting.Allowed}" : "";
        return entry.Value switch
        {
            string text => text,
            long number => number.ToString(CultureInfo.InvariantCulture),
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            TomlArray array when array.All(item => item is string) => string.Join(',', array),
            bool truth when setting?.IsFlag == true => truth ? "true" : "false",
            bool truth => throw new ArgumentException($"{entry.Setting} is {(truth ? "true" : "false")}{allowed}."),
            TomlArray => throw new ArgumentException($"{entry.Setting} is a list{allowed}."),
            TomlTable or TomlTableArray => throw new ArgumentException($"{entry.Setting} is a table{allowed}."),
            _ => throw new ArgumentException($"{entry.Setting} is neither text nor a number{allowed}."),
        };
    }

    /// <summary>The line on which a key, or a table's name, stands first, counted from 1.</summary>
    static int LineOf(string section, string key, DocumentSyntax document)
    {
        IEnumerable<(string Name, SyntaxNode Node)> entries =
        [
            .. document.KeyValues.Select(entry => (NameOf(entry.Key), (SyntaxNode)entry)),
            .. document.Tables.SelectMany(table => table.Items.OfType<KeyValueSyntax>().Select(entry => ($"{NameOf(table.Name)}.{NameOf(entry.Key)}", (SyntaxNode)entry))),
            .. document.Tables.Select(table => (NameOf(table.Name), (SyntaxNode)table)),
        ];
        string name = section == "" ? key : $"{section}.{key}";
        SyntaxNode? node = entries.FirstOrDefault(entry => entry.Name == name).Node
            ?? entries.FirstOrDefault(entry => name.StartsWith(entry.Name + ".", StringComparison.Ordinal) || entry.Name.StartsWith(name + ".", StringComparison.Ordinal)).Node; // an inline table, a dotted key
        return 1 + (node?.Span.Start.Line ?? 0);
    }

    static string NameOf(KeySyntax? key) => string.Join('.', new[] { Part(key?.Key) }.Concat(key?.DotKeys.Select(dot => Part(dot.Key)) ?? []));

    static string Part(BareKeyOrStringValueSyntax? key) => key switch
    {
        StringValueSyntax quoted => quoted.Value ?? "",
        BareKeySyntax bare => bare.Key?.Text ?? "",
        _ => "",
    };

    /// <summary>A file with all that counts in a run, defaults included, and nothing else.</summary>
    public static string Write(RunConfiguration configuration)
    {
        var text = new StringBuilder();
        string section = "";
        foreach ((PlacedSetting placed, string value) in Settings.Counting(configuration).OrderBy(item => Array.IndexOf(Sections, item.Placed.Section.Split('.')[0])).ThenBy(item => item.Placed.Section, StringComparer.Ordinal))
        {
            string name = placed.Setting.Name;
            if (placed.Section != section) text.Append(CultureInfo.InvariantCulture, $"\n[{placed.Section}]\n");
            section = placed.Section;
            text.Append(CultureInfo.InvariantCulture, $"{(IsNameOf(section, name) ? Name : name)} = {(IsNumber(value) || placed.Setting.IsFlag ? value : Quoted(value))}\n");
        }
        return text.ToString();
    }

    /// <summary>Whether a number of TOML comes back as the same text.</summary>
    static bool IsNumber(string value) => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)
        ? whole.ToString(CultureInfo.InvariantCulture) == value
        : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) && !value.All(char.IsAsciiDigit) && number.ToString("R", CultureInfo.InvariantCulture) == value;

    /// <summary>A basic string of TOML.</summary>
    static string Quoted(string value) => $"\"{string.Concat(value.Select(c => c is '"' or '\\' ? $"\\{c}" : char.IsControl(c) ? $"\\u{(int)c:X4}" : $"{c}"))}\"";

    static readonly string[] Sections = ["", "environment", "policy", "strategy"];

    static bool IsNameOf(string section, string setting) => section == setting || section.EndsWith("." + setting, StringComparison.Ordinal);
}
