using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Neuromorphic.Tests.Architecture;

/// <summary>The direction of dependencies, read from the project files, and the words that make a run depend on more than its seed.</summary>
public partial class ArchitectureTests
{
    const string Core = "Neuromorphic", CommandLine = "Neuromorphic.Cli", Torch = "Neuromorphic.Autodiff";

    /// <summary>Packages of tens of megabytes or with native code; the prefix stands for a family.</summary>
    static readonly string[] Heavy = ["TorchSharp", "libtorch", "ILGPU", "ScottPlot", "SkiaSharp", "HarfBuzzSharp", "MessagePack", "Spectre.Console", "PureHDF", "Parquet"];

    sealed record Project(string Name, string Folder, string[] References, string[] Packages);

    static readonly Project[] Projects = [.. Files("*.csproj").Select(Read)];

    /// <summary>Files of the repository below given folders, build outputs left out.</summary>
    static IEnumerable<string> Files(string pattern, params string[] folders) =>
        from folder in folders.Length == 0 ? [Repository.Root] : folders.Select(folder => Path.Combine(Repository.Root, folder))
        where Directory.Exists(folder)
        from file in Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')
        where !path.Split('/').Any(part => part is "bin" or "obj" or "artifacts" or "runs")
        select file;

    static Project Read(string file)
    {
        XDocument document = XDocument.Load(file);
        string[] Included(string element) => [.. document.Descendants(element).Select(item => (string?)item.Attribute("Include")).OfType<string>()];
        bool usesTorch = document.Descendants("UsesTorch").Any(property => property.Value == "true"); // then Torch.targets adds the reference
        return new(
            Path.GetFileNameWithoutExtension(file), Path.GetRelativePath(Repository.Root, file).Replace('\\', '/').Split('/')[0],
            [.. Included("ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))), .. usesTorch ? [Torch] : Array.Empty<string>()],
            Included("PackageReference"));
    }

    static bool IsTorch(string package) => package.StartsWith("TorchSharp", StringComparison.OrdinalIgnoreCase) || package.StartsWith("libtorch", StringComparison.OrdinalIgnoreCase);

    /// <summary>The projects that a solution builds.</summary>
    static Project[] Built(string solution) =>
        [.. ProjectFile().Matches(File.ReadAllText(Path.Combine(Repository.Root, solution))).Select(match => Projects.Single(project => project.Name == match.Groups[1].Value))];

    static IEnumerable<Project> Shipped => Projects.Where(project => project.Folder is "src" or "envs");

    /// <summary>A project and all that it references, directly or not.</summary>
    static HashSet<Project> Closure(Project project)
    {
        HashSet<Project> closure = [];
        Add(project);
        return closure;

        void Add(Project next)
        {
            if (closure.Add(next))
                foreach (string name in next.References) Add(Projects.Single(other => other.Name == name));
        }
    }

    [Fact]
    public void The_projects_were_found()
    {
        Assert.True(Projects.Length >= 4);
        Project tests = Projects.Single(project => project.Name == "Neuromorphic.Tests");
        Assert.Contains("xunit.v3", tests.Packages);
        Assert.Equal([Core, "Neuromorphic.Envs", "Neuromorphic.Tests"], Closure(tests).Select(project => project.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_core_has_no_package_and_no_project_beneath_it()
    {
        Project core = Projects.Single(project => project.Name == Core);
        Assert.Empty(core.References);
        Assert.Empty(core.Packages);
    }

    [Fact]
    public void Environments_reference_the_core_only_and_those_of_data_sets_where_these_are()
    {
        Assert.Contains(Projects, project => project.Folder == "envs");
        Assert.All(Projects.Where(project => project.Folder == "envs"), project =>
        {
            string[] allowed = project.Name is "Neuromorphic.Envs.Dynamics" or "Neuromorphic.Envs.Images" ? ["Neuromorphic.Envs", "Neuromorphic.Storage"] : [Core];
            Assert.All(project.References, reference => Assert.Contains(reference, allowed));
            Assert.Empty(project.Packages);
        });
    }

    [Fact]
    public void No_source_project_but_the_command_line_references_an_environment()
    {
        string[] environments = [.. Projects.Where(project => project.Folder == "envs").Select(project => project.Name)];
        Assert.All(Projects.Where(project => project.Folder == "src" && project.Name != CommandLine),
            project => Assert.DoesNotContain(Closure(project), below => environments.Contains(below.Name)));
    }

    [Fact]
    public void Nothing_references_experiments_or_tests_and_nothing_the_command_line()
    {
        Assert.All(Shipped, project => Assert.All(Closure(project), below => Assert.Contains(below.Folder, (string[])["src", "envs"])));
        Assert.All(Shipped, project => Assert.DoesNotContain(CommandLine, project.References));
    }

    [Fact]
    public void Neither_the_command_line_nor_anything_that_the_main_solution_builds_carries_torch()
    {
        Project[] built = Built("Neuromorphic.sln");
        Assert.Contains(built, project => project.Name == CommandLine);
        Assert.Contains(built, project => project.Name == "Neuromorphic.Tests");
        foreach (Project project in built.SelectMany(Closure)) Assert.DoesNotContain(project.Packages, IsTorch);
    }

    [Fact]
    public void Torch_stands_on_the_core_alone_and_leaves_its_native_part_to_programs()
    {
        Project torch = Projects.Single(project => project.Name == Torch);
        Assert.Equal([Core], torch.References);
        Assert.Contains("TorchSharp", torch.Packages);
        Assert.All(Projects, project => Assert.DoesNotContain(project.Packages, package => IsTorch(package) && package != "TorchSharp"));
        Assert.All(Projects.Where(project => project.Name != Torch), project => Assert.DoesNotContain(project.Packages, IsTorch));
        Assert.Contains(Torch, Built("tests/Neuromorphic.Autodiff.sln").Select(project => project.Name));
        Assert.Contains(Projects.Single(project => project.Name == "Neuromorphic.Autodiff.Tests"), Built("tests/Neuromorphic.Autodiff.sln"));
    }

    [Fact]
    public void A_heavy_package_lives_in_one_project()
    {
        foreach (string family in Heavy)
            Assert.True(Shipped.Count(project => project.Packages.Any(package => package.StartsWith(family, StringComparison.OrdinalIgnoreCase))) <= 1, $"{family} is referenced by more than one project");
    }

    /// <summary>Random numbers that no seed governs: nowhere. The time of day: only where it is a fact to be written down, in the command line and in storage.</summary>
    [Fact]
    public void No_source_asks_the_clock_or_a_random_generator_of_the_platform()
    {
        List<string> found = [];
        int files = 0;
        foreach (string file in Files("*.cs", "src", "envs"))
        {
            files++;
            string path = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), text = Comment().Replace(File.ReadAllText(file), "");
            bool mayAskTheTime = path.StartsWith("src/Neuromorphic.Cli/", StringComparison.Ordinal) || path.StartsWith("src/Neuromorphic.Storage/", StringComparison.Ordinal);
            found.AddRange(PlatformRandom().Matches(text).Select(match => $"{path}: {match.Value}"));
            if (!mayAskTheTime) found.AddRange(TimeOfDay().Matches(text).Select(match => $"{path}: {match.Value}"));
        }
        Assert.True(files > 60);
        Assert.Empty(found);
    }

    /// <summary>Namespaces of the core, each of those before it alone.</summary>
    static readonly string[] Layers = ["Registries", "Numerics", "Tape", "Expressions", "Bodies", "Environments", "Neurons", "Policies", "Gradients", "Evolution", "Rollouts", "Training"];

    [Fact]
    public void A_namespace_of_the_core_depends_on_those_before_it_alone()
    {
        string[] folders = [.. Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src", Core)).Select(folder => Path.GetFileName(folder)!).Where(folder => folder is not ("bin" or "obj"))];
        Assert.Equal(Layers.Order(), folders.Order());
        List<string> upwards = [];
        foreach (string layer in Layers)
            foreach (string file in Files("*.cs", $"src/{Core}/{layer}"))
            {
                string text = File.ReadAllText(file);
                Assert.Contains($"namespace {Core}.{layer}", text, StringComparison.Ordinal);
                foreach (Match match in Namespace().Matches(Comment().Replace(text, "")))
                    if (Array.IndexOf(Layers, match.Groups[1].Value) > Array.IndexOf(Layers, layer)) upwards.Add($"{layer}/{Path.GetFileName(file)}: {match.Value}");
            }
        Assert.Empty(upwards);
    }

    /// <summary>A platform's elementary functions differ between processors and systems. The command line and the pictures may use them: no result depends on those.</summary>
    [Fact]
    public void No_source_that_results_depend_on_takes_an_elementary_function_of_the_platform()
    {
        string[] sources = [.. Files("*.cs", "src/Neuromorphic", "src/Neuromorphic.Gpu", "src/Neuromorphic.Storage", "envs")];
        Assert.True(sources.Length > 150);
        static bool IsOfPictures(string file) => file.EndsWith("Appearance.cs", StringComparison.Ordinal) || file.Contains($"{Path.DirectorySeparatorChar}Bodies{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
        Assert.Empty(from file in sources where !IsOfPictures(file) from match in PlatformFunction().Matches(Comment().Replace(File.ReadAllText(file), "")) select $"{Path.GetRelativePath(Repository.Root, file)}: {match.Value}");
    }

    [Theory]
    [InlineData("double y = Math.Exp(x);", true)]
    [InlineData("float y = MathF.Pow(x, 2);", true)]
    [InlineData("Select(Math.Log10)", true)]
    [InlineData("double y = double.Cosh(x);", true)]
    [InlineData("double y = Portable.Exp(x) + Math.Sqrt(x);", false)]
    public void Functions_of_the_platform_are_recognised(string line, bool banned) => Assert.Equal(banned, PlatformFunction().IsMatch(line));

    [Theory]
    [InlineData("var r = new Random(3);", true)]
    [InlineData("double x = Random.Shared.NextDouble();", true)]
    [InlineData("System.Random r = new(3);", true)]
    [InlineData("var id = Guid.NewGuid();", true)]
    [InlineData("DateTime t = DateTime.UtcNow;", true)]
    [InlineData("DateTimeOffset t = DateTimeOffset.Now;", true)]
    [InlineData("// DateTime.Now would be wrong here", false)]
    [InlineData("PhiloxStream<R> random = request.Random<R>(0, 0, 0);", false)]
    [InlineData("protected ref Pcg64 Random => ref random;", false)]
    public void The_banned_words_are_recognised(string line, bool banned)
    {
        string text = Comment().Replace(line, "");
        Assert.Equal(banned, PlatformRandom().IsMatch(text) || TimeOfDay().IsMatch(text));
    }

    [GeneratedRegex(@"([\w.]+)\.csproj")]
    private static partial Regex ProjectFile();
    [GeneratedRegex(@"\b(Numerics|Tape|Expressions|Bodies|Environments|Neurons|Policies|Gradients|Evolution|Rollouts|Training)(\.\w|(?<=Neuromorphic\.\w+);)")]
    private static partial Regex Namespace();
    [GeneratedRegex(@"//.*")]
    private static partial Regex Comment();
    [GeneratedRegex(@"\bnew\s+(System\.)?Random\s*\(|\bRandom\.Shared\b|\bSystem\.Random\b|\bRandomNumberGenerator\b|\bGuid\.NewGuid\b")]
    private static partial Regex PlatformRandom();
    [GeneratedRegex(@"\b(MathF?|double|float|Double|Single)\.(Exp|Log|Pow|Sin|Cos|Tan|Asin|Acos|Atan|Cbrt|RootN|Hypot)\w*\b")]
    private static partial Regex PlatformFunction();
    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b")]
    private static partial Regex TimeOfDay();
}
