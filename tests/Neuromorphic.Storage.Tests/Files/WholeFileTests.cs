using Neuromorphic.Files;
using Xunit;

namespace Neuromorphic.Storage.Tests.Files;

public sealed class WholeFileTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("neuromorphic-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    string At(string name) => Path.Combine(folder, name);

    IEnumerable<string> Names => Directory.GetFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal);

    [Fact]
    public void A_longer_file_is_replaced_by_a_shorter_one_without_remains()
    {
        WholeFile.Write(At("a"), "longer");
        WholeFile.Write(At("a"), "kürz");
        Assert.Equal("kürz"u8.ToArray(), File.ReadAllBytes(At("a")));
        Assert.Equal(["a"], Names);
    }

    [Fact]
    public void A_failure_leaves_the_old_file_and_nothing_else()
    {
        File.WriteAllText(At("a"), "old");
        Assert.Throws<InvalidOperationException>(() => WholeFile.Write(At("a"), stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(At("a")));
        Assert.Equal(["a"], Names);
    }

    [Fact]
    public void The_old_file_is_whole_until_the_new_one_is()
    {
        File.WriteAllText(At("a"), "old");
        WholeFile.Write(At("a"), stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(At("a")));
        });
        Assert.Equal("new", File.ReadAllText(At("a")));
    }

    [Fact]
    public void Neighbours_that_are_there_are_passed_over_and_links_not_followed()
    {
        File.WriteAllText(At("other"), "mine");
        string[] taken = [.. Enumerable.Range(0, 3).Select(number => $"a.{Environment.ProcessId}-{number}.tmp")];
        File.CreateSymbolicLink(At(taken[0]), At("other"));
        File.CreateSymbolicLink(At(taken[1]), At("nowhere"));
        File.WriteAllText(At(taken[2]), "mine too");
        WholeFile.Write(At("a"), "new");
        Assert.Equal(["a", .. taken, "other"], Names);
        Assert.Equal(("new", "mine", "mine too"), (File.ReadAllText(At("a")), File.ReadAllText(At("other")), File.ReadAllText(At(taken[2]))));
    }

    [Fact]
    public void A_link_in_the_place_of_the_file_is_replaced_and_not_what_it_leads_to()
    {
        File.WriteAllText(At("other"), "mine");
        File.CreateSymbolicLink(At("a"), At("other"));
        WholeFile.Write(At("a"), "new");
        Assert.Equal(("new", "mine"), (File.ReadAllText(At("a")), File.ReadAllText(At("other"))));
        Assert.Null(new FileInfo(At("a")).LinkTarget);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file_is_refused_and_stays()
    {
        Directory.CreateDirectory(At("a"));
        Exception? e = Record.Exception(() => WholeFile.Write(At("a"), "new"));
        Assert.True(e is IOException or UnauthorizedAccessException, e?.ToString());
        Assert.Equal(["a"], Names);
    }

    [Fact]
    public void What_killed_processes_left_of_a_file_is_deleted_and_nothing_else()
    {
        string[] kept = ["a", "a.12-0.tmp.old", "a.12.tmp", "a.tmp", "a.x-0.tmp", "ab.12-0.tmp", "b.12-0.tmp"];
        foreach (string name in (string[])[.. kept, "a.12-0.tmp", "a.4194304-17.tmp"]) File.WriteAllText(At(name), "");
        WholeFile.DeleteRemains(At("a"));
        Assert.Equal(kept, Names);
    }
}
