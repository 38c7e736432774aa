namespace Neuromorphic.Tests;

/// <summary>How often attacks with random numbers are made: a few in an ordinary run, all where NEUROMORPHIC_ATTACKS is `all`.</summary>
static class Attacks
{
    public static bool All { get; } = Environment.GetEnvironmentVariable("NEUROMORPHIC_ATTACKS") == "all";

    public static int Count(int few, int all) => All ? all : few;
}
