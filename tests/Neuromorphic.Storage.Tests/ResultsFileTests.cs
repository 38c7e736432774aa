using Xunit;

namespace Neuromorphic.Storage.Tests;

public sealed class ResultsFileTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("neuromorphic-").FullName;
    string Path => System.IO.Path.Combine(folder, "deep", "results.csv");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    ResultsFile Open() => new(Path, 2, "learner", "seed", "return");

    [Fact]
    public void A_file_goes_on_where_it_was_stopped_without_a_row_that_was_cut_off()
    {
        using (ResultsFile first = Open())
        {
            first.Append("a", 0, 1.5);
            first.Append("a", 1, double.NaN);
            Assert.Equal("learner,seed,return\na,0,1.5\na,1,NaN\n", File.ReadAllText(Path)); // each row at once
        }
        File.AppendAllText(Path, "b,0,2.");
        using ResultsFile second = Open();
        Assert.Equal((true, true, false), (second.Has("a", 0), second.Has("a", 1), second.Has("b", 0)));
        second.Append("b", 0, 2.25);
        Assert.Equal([1.5, double.NaN, 2.25], second.Numbers("return"));
        Assert.Equal([2.25], second.Numbers("return", null, 0).Skip(1));
        Assert.Equal("learner,seed,return\na,0,1.5\na,1,NaN\nb,0,2.25\n", File.ReadAllText(Path));
        Assert.Equal([Path], Directory.GetFileSystemEntries(System.IO.Path.GetDirectoryName(Path)!));
    }

    /// <summary>The beginning is written anew at each start: at no moment is there a file with fewer rows.</summary>
    [Fact]
    public void A_start_that_is_killed_leaves_all_rows()
    {
        using (ResultsFile first = Open()) first.Append("a", 0, 1.5);
        using FileStream older = File.OpenRead(Path); // sees what a process that is killed now would leave, if the file were written in place
        using (ResultsFile second = Open()) second.Append("a", 1, 2.5);
        Assert.Equal("learner,seed,return\na,0,1.5\n", new StreamReader(older).ReadToEnd());
    }

    [Theory]
    [InlineData("learner,seed\na,0\n", "has the columns learner,seed, not learner,seed,return; move it away to begin anew.")]
    [InlineData("learner,seed,return\na,0,1,2\n", "line 2: 4 values for 3 columns.")]
    public void Another_table_is_refused_and_stays(string text, string reason)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.WriteAllText(Path, text);
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(Open).Message);
        Assert.Equal(text, File.ReadAllText(Path));
    }
}
