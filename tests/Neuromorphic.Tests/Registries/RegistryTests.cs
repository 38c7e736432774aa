using Neuromorphic.Registries;
using Xunit;

namespace Neuromorphic.Tests.Registries;

/// <summary>What every registry refuses, and how it names what was perhaps meant.</summary>
public sealed class RegistryTests
{
    sealed class Tree(string name, params IEnumerable<Setting> settings) : Family(name, $"The {name}.", settings);

    static Registry<Tree> Forest(params IEnumerable<string> names)
    {
        Registry<Tree> forest = new("tree");
        foreach (string name in names) forest.Add(new(name));
        return forest;
    }

    static Setting<int> Height(string name = "height") => Setting.Count(name, 1, 20, "Metres.");

    static string Refusal(Action action) => Assert.Throws<ArgumentException>(action).Message;

    [Fact]
    public void Names_are_in_alphabetical_order_whatever_the_order_of_their_coming()
    {
        Registry<Tree> forest = Forest("oak", "ash", "pine", "elm-2");
        Assert.Equal(["ash", "elm-2", "oak", "pine"], forest.Names);
        Assert.Equal(forest.Names, forest.Entries.Select(entry => entry.Name));
        Assert.Equal("The oak.", forest.Find("oak").Summary);
        Assert.True(forest.Has("oak"));
        Assert.False(forest.Has("Oak"));
    }

    [Fact]
    public void A_name_that_is_taken_is_refused_with_what_has_it_and_the_first_stays()
    {
        Registry<Tree> forest = Forest("oak", "ash");
        Tree first = forest.Find("oak");
        Assert.Equal("The tree 'oak' is there already: The oak.", Refusal(() => forest.Add(new("oak"))));
        Assert.Same(first, forest.Find("oak"));
        Assert.Equal(2, forest.Entries.Count);
    }

    [Theory]
    [InlineData(""), InlineData("Oak"), InlineData("2oak"), InlineData("white_oak"), InlineData("white oak"), InlineData("oak-"), InlineData("-oak"), InlineData("white--oak"), InlineData("eiche\u00e4"), InlineData("oak\n")]
    public void A_name_that_no_command_line_could_give_is_refused(string name)
    {
        Registry<Tree> forest = Forest("ash");
        Assert.Equal($"'{name}' is no name for an entry (tree); allowed are small letters, digits and hyphens, a letter first.", Refusal(() => forest.Add(new(name))));
        Assert.Equal(["ash"], forest.Names);
    }

    [Theory]
    [InlineData("name"), InlineData("method"), InlineData("threads"), InlineData("out"), InlineData("Tau"), InlineData("two words"), InlineData("")]
    public void A_setting_whose_name_files_or_commands_have_for_themselves_is_refused(string name)
    {
        Registry<Tree> forest = Forest();
        Assert.StartsWith($"oak declares the setting '{name}'; allowed are small letters, digits and hyphens, a letter first, but not name, environment, ", Refusal(() => forest.Add(new("oak", Height(name)))), StringComparison.Ordinal);
        Assert.Empty(forest.Names);
    }

    [Fact]
    public void A_setting_that_is_declared_twice_is_refused()
    {
        Registry<Tree> forest = Forest();
        Assert.Equal("oak declares the setting 'height' twice.", Refusal(() => forest.Add(new("oak", Height(), Height("width"), Height()))));
        Assert.Empty(forest.Names);
    }

    [Fact]
    public void A_setting_that_a_choice_brings_along_a_second_time_is_refused()
    {
        Registry<Tree> leaves = new("leaf"), forest = Forest();
        leaves.Add(new("needle"));
        leaves.Add(new("broad", Height("width")));
        Assert.Equal("oak declares the setting 'width' twice.", Refusal(() => forest.Add(new("oak", Setting.Entry("leaf", leaves, "broad", "Its leaves."), Height("width")))));
    }

    [Theory]
    [InlineData("oka", " Did you mean 'oak'?"), InlineData("oaks", " Did you mean 'oak'?"), InlineData("pien", " Did you mean 'pine'?"), InlineData("OAK", " Did you mean 'oak'?"), InlineData("chestnut", ""), InlineData("", "")]
    public void An_unknown_name_is_answered_with_the_names_there_are_and_the_nearest(string name, string suggestion) =>
        Assert.Equal($"There is no tree '{name}'; there are ash, oak, pine.{suggestion}", Refusal(() => Forest("pine", "oak", "ash").Find(name)));

    [Fact]
    public void Where_there_is_nothing_yet_that_is_said() => Assert.Equal("There is no tree 'x'; none has been registered yet.", Refusal(() => Forest().Find("x")));

    [Fact]
    public void Options_that_a_family_lacks_are_refused_by_name_with_those_that_it_has()
    {
        Registry<Tree> leaves = new("leaf");
        leaves.Add(new("needle", Height("length")));
        leaves.Add(new("broad", Height("width")));
        Setting<string> leaf = Setting.Entry("leaf", leaves, "needle", "Its leaves.");
        Tree oak = new("oak", Height(), leaf), bare = new("bare");
        OptionSet high = OptionSet.None.With(Height(), 3), wide = OptionSet.None.With(Height("width"), 3);
        oak.Require(OptionSet.None);
        oak.Require(high);
        Assert.Equal("bare has no setting 'height'; it has none.", Refusal(() => bare.Require(high)));
        Assert.Equal("oak has no setting 'width'; it has height, leaf, length.", Refusal(() => oak.Require(wide)));
        oak.Require(wide.With(leaf, "broad"));
        Assert.Equal("oak has no setting 'length'; it has height, leaf, width. Did you mean 'height'?", Refusal(() => oak.Require(OptionSet.None.With(Height("length"), 3).With(leaf, "broad"))));
        Assert.Equal("oak has no setting 'heigth'; it has height, leaf, length. Did you mean 'height'?", Refusal(() => oak.Require(OptionSet.None.With(Height("heigth"), 3))));
    }
}
