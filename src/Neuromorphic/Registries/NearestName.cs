namespace Neuromorphic.Registries;

/// <summary>What was perhaps meant by a name that there is not.</summary>
public static class NearestName
{
    /// <summary>" Did you mean 'tau'?", or nothing where no name is near.</summary>
    public static string Suggest(string name, IEnumerable<string> names)
    {
        string typed = name.ToLowerInvariant();
        string? nearest = names.MinBy(other => Distance(typed, other));
        return nearest != null && Distance(typed, nearest) <= Math.Max(1, nearest.Length / 2) ? $" Did you mean '{nearest}'?" : "";
    }

    /// <summary>Letters to insert, leave out or replace, and neighbours to swap (optimal string alignment).</summary>
    static int Distance(string a, string b)
    {
        int[,] distance = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distance[i, j] = i + j;
                    continue;
                }
                int replaced = distance[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                distance[i, j] = Math.Min(replaced, 1 + Math.Min(distance[i - 1, j], distance[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) distance[i, j] = Math.Min(distance[i, j], 1 + distance[i - 2, j - 2]);
            }
        return distance[a.Length, b.Length];
    }
}
