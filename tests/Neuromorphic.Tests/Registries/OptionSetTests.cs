using Neuromorphic.Registries;
using Xunit;

namespace Neuromorphic.Tests.Registries;

/// <summary>Options as they are given, kept and read.</summary>
public sealed class OptionSetTests
{
    enum Colour
    {
        Green,
        DarkRed,
    }

    static readonly Setting<int> Count = Setting.Count("count", 1, 4, "A count.");
    static readonly Setting<int?> Most = Setting.Count("most", 0, "A count that may be left out.");
    static readonly Setting<double> Share = Setting.Real("share", Neuromorphic.Registries.Range.UpToOne, .25, "A share.");
    static readonly Setting<double?> Force = Setting.Real("force", Neuromorphic.Registries.Range.Any, "A force that may be left out.");
    static readonly Setting<Colour> Paint = Setting.Choice("paint", Colour.DarkRed, "A colour.");
    static readonly Setting<string> Word = Setting.OneOf("word", ["yes", "no", "maybe"], "no", "A word.");
    static readonly Setting<bool> Switch = Setting.Either("switch", "off", "on", false, "Off or on.");
    static readonly Setting<IReadOnlyList<string>> Names = Setting.List("names", "names", "Names.");
    static readonly Setting<Version> Release = Setting.Of("release", "a version", new Version(1, 2), "A version.", text => Version.TryParse(text, out Version? version) ? version : throw new FormatException(), version => version.ToString());

    [Fact]
    public void What_is_not_given_has_its_default()
    {
        OptionSet none = OptionSet.None;
        Assert.Equal((4, null, .25, null, Colour.DarkRed, "no", false), (none.Get(Count), none.Get(Most), none.Get(Share), none.Get(Force), none.Get(Paint), none.Get(Word), none.Get(Switch)));
        Assert.Empty(none.Get(Names));
        Assert.Equal(new Version(1, 2), none.Get(Release));
        Assert.Equal(["4", null, "0.25", null, "dark-red", "no", "off", null, "1.2"], ((Setting[])[Count, Most, Share, Force, Paint, Word, Switch, Names, Release]).Select(setting => setting.Default));
        Assert.Empty(none.Given);
    }

    [Fact]
    public void What_is_given_comes_back_and_leaves_the_set_before_as_it_was()
    {
        OptionSet before = OptionSet.None.With(Count, 7);
        OptionSet after = before.With(Count, 9).With(Most, 0).With(Share, 0.1234567890123456).With(Force, -1e-300).With(Paint, Colour.Green).With(Word, "maybe").With(Switch, true).With(Names, ["b", "a"]).With(Release, new Version(3, 4, 5));
        Assert.Equal(7, before.Get(Count));
        Assert.Equal((9, 0, 0.1234567890123456, -1e-300, Colour.Green, "maybe", true), (after.Get(Count), after.Get(Most), after.Get(Share), after.Get(Force), after.Get(Paint), after.Get(Word), after.Get(Switch)));
        Assert.Equal(["b", "a"], after.Get(Names));
        Assert.Equal(new Version(3, 4, 5), after.Get(Release));
        Assert.Equal("count = 9, force = -1E-300, most = 0, names = b,a, paint = green, release = 3.4.5, share = 0.1234567890123456, switch = on, word = maybe", after.ToString());
        Assert.Null(after.With(Most, null).Get(Most));
        Assert.DoesNotContain("most", after.With(Most, null).Given.Keys);
    }

    [Fact]
    public void Sets_with_the_same_options_are_equal_whatever_the_order_and_form_they_came_in()
    {
        OptionSet one = OptionSet.None.With(Count, "7").With(Share, ".50"), other = OptionSet.None.With(Share, "5e-1").With(Count, "+7");
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, one.With(Count, 8));
        Assert.NotEqual(one, OptionSet.None);
    }

    [Theory]
    [InlineData("0", "count is '0'; allowed: 1 or more."), InlineData("1.5", "count is '1.5'; allowed: 1 or more."), InlineData("99999999999", "count is '99999999999'; allowed: 1 or more."), InlineData("", "count is ''; allowed: 1 or more.")]
    public void A_count_that_is_not_allowed_is_named(string text, string message) => Refused(message, Count, text);

    [Theory]
    [InlineData("nan"), InlineData("inf"), InlineData("1.0000001"), InlineData("-0.1"), InlineData("1e999"), InlineData("0,5"), InlineData("half")]
    public void A_number_that_is_not_allowed_is_named(string text) => Refused($"share is '{text}'; allowed: 0 to 1.", Share, text);

    [Fact]
    public void A_word_that_is_not_allowed_is_named_with_the_nearest()
    {
        Refused("word is 'mabye'; allowed: yes, no, maybe. Did you mean 'maybe'?", Word, "mabye");
        Refused("paint is 'DarkRed'; allowed: green, dark-red.", Paint, "DarkRed");
        Refused("paint is '1'; allowed: green, dark-red.", Paint, "1");
        Refused("switch is 'true'; allowed: off, on.", Switch, "true");
        Refused("release is 'new'; allowed: a version.", Release, "new");
    }

    static void Refused(string message, Setting setting, string text) => Assert.Equal(message, Assert.Throws<ArgumentException>(() => OptionSet.None.With(setting, text)).Message);
}
