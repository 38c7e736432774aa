using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Reflection;

namespace Neuromorphic.Tests;

/// <summary>A call that the JIT did not inline, though it tried.</summary>
/// <param name="Root">The method that was compiled: type, dot, name.</param>
/// <param name="Inliner">The method that made the call, itself inlined in the root or the root.</param>
/// <param name="Inlinee">The method that was called.</param>
/// <param name="Reason">The JIT's reason.</param>
public sealed record InliningFailure(string Root, string Inliner, string Inlinee, string Reason)
{
    /// <summary>The JIT's reason when a method has more than 512 locals; from there on it inlines nothing.</summary>
    public const string TooManyLocals = "too many locals";
}

/// <summary>Hears what the JIT does not inline in methods of this project, from its construction on. A method that was compiled before is not heard.</summary>
public sealed class JitListener : EventListener
{
    readonly ConcurrentQueue<InliningFailure> failures = [];

    public IReadOnlyCollection<InliningFailure> Failures => failures;

    /// <summary>Waits for a failure in a method that was compiled last; events arrive in order, on another thread.</summary>
    public bool WaitFor(string rootName) =>
        SpinWait.SpinUntil(() => failures.Any(failure => failure.Root.EndsWith("." + rootName, StringComparison.Ordinal)), TimeSpan.FromSeconds(30));

    /// <summary>The methods that a name in an event may stand for: overloads share it.</summary>
    public static IEnumerable<MethodInfo> Methods(string name)
    {
        const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        int dot = name.LastIndexOf('.');
        string type = name[..dot].Split('[')[0];
        return from assembly in AppDomain.CurrentDomain.GetAssemblies()
               where assembly.GetName().Name!.StartsWith("Neuromorphic", StringComparison.Ordinal)
               from method in assembly.GetType(type)?.GetMethods(Any) ?? []
               where method.Name == name[(dot + 1)..]
               select method;
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        const EventKeywords JitTracing = (EventKeywords)0x1000;
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime") EnableEvents(eventSource, EventLevel.Verbose, JitTracing);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData is not { EventName: string name, Payload: { Count: > 10 } payload } || !name.StartsWith("MethodJitInliningFailed", StringComparison.Ordinal)) return;
        if (payload[0] is not string space || !space.StartsWith("Neuromorphic.", StringComparison.Ordinal)) return;
        failures.Enqueue(new($"{space}.{payload[1]}", $"{payload[3]}.{payload[4]}", $"{payload[6]}.{payload[7]}", $"{payload[10]}"));
    }
}
