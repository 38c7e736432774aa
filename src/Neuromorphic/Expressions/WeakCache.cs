using System.Collections.Concurrent;

namespace Neuromorphic.Expressions;

/// <summary>Values by key, each kept as long as somebody else holds it.</summary>
sealed class WeakCache<TKey, TValue> where TKey : notnull where TValue : class
{
    const int First = 1024; // entries before dead ones are looked for

    readonly ConcurrentDictionary<TKey, WeakReference<TValue>> entries = new();
    int limit = First;

    /// <summary>The kept value of a key, or a new one.</summary>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> create)
    {
        if (entries.TryGetValue(key, out WeakReference<TValue>? entry) && entry.TryGetTarget(out TValue? kept)) return kept;
        TValue made = create(key);
        entry = entries.AddOrUpdate(key, new WeakReference<TValue>(made), (same, old) => old.TryGetTarget(out _) ? old : new(made));
        if (entries.Count > limit) RemoveDead();
        return entry.TryGetTarget(out kept) ? kept : made;
    }

    void RemoveDead()
    {
        foreach (KeyValuePair<TKey, WeakReference<TValue>> entry in entries)
            if (!entry.Value.TryGetTarget(out _)) entries.TryRemove(entry);
        limit = Math.Max(First, 2 * entries.Count);
    }
}
