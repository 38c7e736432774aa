using System.Globalization;
using System.Text;
using Neuromorphic.Training;
using Tomlyn;
using Tomlyn.Model;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Neuromorphic.Cli;

/// <summary>Settings as a TOML file of plain keys, the names of <see cref="Settings"/>.</summary>
static class ConfigurationFile
{
    /// <summary>The settings of a file by name, without the environment.</summary>
    /// <exception cref="ArgumentException">
    /// The file is not TOML, is meant for another environment, or a key is unknown, there twice, or holds no allowed value; the message names file, line and key.
    /// </exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string path, string environment)
    {
        string text = File.ReadAllText(path);
        // The syntax knows lines, and keys that are there twice; the model knows values.
        DocumentSyntax document = SyntaxParser.Parse(text, path, validate: true);
        if (document.HasErrors)
            throw new ArgumentException($"{path}, line {document.Diagnostics[0].Span.Start.Line + 1}: not valid TOML: {document.Diagnostics[0].Message}.");
        var values = new List<KeyValuePair<string, string>>();
        foreach ((string key, object? value) in TomlSerializer.Deserialize<TomlTable>(text) ?? [])
        {
            try
            {
                Setting setting = Settings.Find(key);
                string given = Text(setting, value);
                setting.Apply(new RunConfiguration(), given);
                if (key != "environment") values.Add(KeyValuePair.Create(key, given));
                else if (given != environment) throw new ArgumentException($"environment is '{given}', but the command line says '{environment}'.");
            }
            catch (ArgumentException e)
            {
                throw new ArgumentException($"{path}, line {LineOf(key, document)}: {e.Message}", e);
            }
        }
        return values;
    }

    static string Text(Setting setting, object? value) => value switch
    {
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        TomlArray array when array.All(item => item is string) => string.Join(',', array),
        bool truth => throw new ArgumentException($"{setting.Name} is {(truth ? "true" : "false")}; allowed: {setting.Allowed}."),
        TomlArray => throw new ArgumentException($"{setting.Name} is a list; allowed: {setting.Allowed}."),
        TomlTable or TomlTableArray => throw new ArgumentException($"{setting.Name} is a table; allowed: {setting.Allowed}."),
        _ => throw new ArgumentException($"{setting.Name} is neither text nor a number; allowed: {setting.Allowed}."),
    };

    /// <summary>The line on which a key, or a table's name, stands first, counted from 1.</summary>
    static int LineOf(string key, DocumentSyntax document)
    {
        IEnumerable<(KeySyntax? Key, SyntaxNode Node)> entries =
            [.. document.KeyValues.Select(entry => (entry.Key, (SyntaxNode)entry)), .. document.Tables.Select(table => (table.Name, (SyntaxNode)table))];
        return 1 + entries.First(entry => NameOf(entry.Key) == key).Node.Span.Start.Line;
    }

    static string? NameOf(KeySyntax? key) => key?.Key switch
    {
        StringValueSyntax quoted => quoted.Value,
        BareKeySyntax bare => bare.Key?.Text,
        _ => null,
    };

    /// <summary>A file with every value of a configuration, under the headings of help.</summary>
    public static string Write(RunConfiguration configuration)
    {
        var text = new StringBuilder();
        string? group = null;
        foreach ((string name, string value) in Settings.Values(configuration))
        {
            Setting setting = Settings.Find(name);
            if (setting.Group != group) text.Append(CultureInfo.InvariantCulture, $"{(group == null ? "" : "\n")}# {setting.Group}\n");
            group = setting.Group;
            bool number = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) && (name != "seed" || value.Length < 19);
            text.Append(CultureInfo.InvariantCulture, $"{name} = {(number ? value : $"\"{value}\"")}\n");
        }
        return text.ToString();
    }
}
