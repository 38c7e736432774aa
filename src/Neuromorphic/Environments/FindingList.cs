namespace Neuromorphic.Environments;

/// <summary>Sentences about broken laws: the first instance of each law, since a broken environment breaks it at every step.</summary>
sealed class FindingList(string subject)
{
    readonly HashSet<string> laws = [];
    readonly List<string> sentences = [];

    public bool Any => sentences.Count > 0;
    public IReadOnlyList<string> Sentences => sentences;

    public bool Add(string law, string sentence)
    {
        if (!laws.Add(law)) return false;
        sentences.Add($"{subject}: {sentence}.");
        return true;
    }
}
