using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>
/// How far to go towards the accelerations that a Newton step asks for: to where the cost is least on the way, at most all of it.
/// The cost is convex, so its slope only rises; the place where it is zero is enclosed by secants and halvings in turn.
/// With it the solver converges from everywhere. Numbers only, so that a kernel on any device can hold it.
/// </summary>
/// <remarks>
/// The slope comes from outside, from the stages of <see cref="Newton.Slope"/> at the present accelerations.
/// A lane that does not search keeps its accelerations bit for bit. Todorov (2014), doi:10.1109/ICRA.2014.6907751, searches likewise.
/// </remarks>
readonly struct LineSearch(Mechanism mechanism, MemoryMap map)
{
    /// <summary>Steps of the solver with a search, at most.</summary>
    public const int Steps = 50;

    /// <summary>Slopes asked for after that at the start.</summary>
    public const int Rounds = 9;

    /// <summary>A slope that is smaller than this share of its terms is rounding: no descent is left.</summary>
    const double Negligible = 1e-6;

    readonly int velocities = mechanism.Velocities, limbs = mechanism.Limbs.Length, acceleration = map.Acceleration, changed = map.Changed, start = map.Start, target = map.Target, slope = map.Slope, terms = map.SlopeTerms;
    readonly int searching = map.Searching, descending = map.Bracket, low = map.Bracket + 1, high = map.Bracket + 2, lowSlope = map.Bracket + 3, highSlope = map.Bracket + 4, step = map.Bracket + 5;

    /// <summary>Which lanes search: those whose active set the last step changed.</summary>
    public void Enter<R, B>(B memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> =>
        memory[searching] = R.Select(Sum<R, B>(memory, changed) > 0.0, 1.0, 0.0);

    /// <summary>Before a Newton step: remembers where it starts.</summary>
    public void Begin<R, B>(B memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        for (int i = 0; i < velocities; i++) memory[start + i] = memory[acceleration + i];
    }

    /// <summary>After it: goes back to the start, where the slope is asked for first.</summary>
    public void Aim<R, B>(B memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        for (int i = 0; i < velocities; i++)
        {
            memory[target + i] = memory[acceleration + i];
            memory[acceleration + i] = memory[start + i];
        }
        // Where the guess held, the target is the minimum.
        memory[descending] = R.Select(Sum<R, B>(memory, changed) > 0.0, memory[searching], 0.0);
    }

    /// <summary>Takes the slope at the start. The next is asked for at the target.</summary>
    public void Open<R, B>(B memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R first = Sum<R, B>(memory, slope);
        memory[descending] = R.Select(first < -Negligible * Sum<R, B>(memory, terms), memory[descending], 0.0);
        memory[lowSlope] = first;
        memory[highSlope] = 1.0;
        memory[low] = 0.0;
        memory[high] = 1.0;
        memory[step] = 1.0;
        for (int i = 0; i < velocities; i++) memory[acceleration + i] = memory[target + i];
    }

    /// <summary>Takes the slope of a round, at the target in round 0. The next is asked for in between.</summary>
    public void Narrow<R, B>(B memory, int round) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R here = Sum<R, B>(memory, slope), at = memory[step], falls = here <= 0.0;
        memory[low] = R.Select(falls, at, memory[low]);
        memory[lowSlope] = R.Select(falls, here, memory[lowSlope]);
        memory[high] = R.Select(falls, memory[high], at);
        memory[highSlope] = R.Select(falls, memory[highSlope], here);
        R share = memory[lowSlope] / (memory[lowSlope] - memory[highSlope]);
        if (round % 2 == 1) share = .5;
        at = memory[low] + (memory[high] - memory[low]) * share;
        memory[step] = at;
        for (int i = 0; i < velocities; i++) memory[acceleration + i] = memory[start + i] + at * (memory[target + i] - memory[start + i]);
    }

    /// <summary>Ends a step of the solver: lanes that descend go on from where they are, lanes that have just converged are at the target.</summary>
    public void End<R, B>(B memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R searches = memory[searching] > 0.0, descends = memory[descending] > 0.0;
        for (int i = 0; i < velocities; i++)
            memory[acceleration + i] = R.Select(searches, R.Select(descends, memory[acceleration + i], memory[target + i]), memory[start + i]);
        memory[searching] = memory[descending];
    }

    R Sum<R, B>(B memory, int first) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R sum = memory[first];
        for (int limb = 1; limb < limbs; limb++) sum += memory[first + limb];
        return sum;
    }
}
