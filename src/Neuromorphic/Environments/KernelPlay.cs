using System.Globalization;
using Neuromorphic.Numerics;

namespace Neuromorphic.Environments;

/// <summary>Random episodes of one group of lanes, recorded lane by lane, with the laws that hold at each single step.</summary>
sealed class KernelPlay<R>(IEnvironment environment, EnvironmentSpec spec, int steps, FindingList findings) where R : unmanaged, IReal<R>
{
    const int Episodes = 3;

    readonly ArrayBuffer<R> state = new(spec.StateSize), observation = new(spec.ObservationSpace.Size), action = new(spec.ActionSpace.Size);
    readonly double[] seen = new double[spec.ObservationSpace.Size];
    readonly bool[] running = new bool[R.Width];
    readonly List<double>[] history = new List<double>[R.Width];

    /// <summary>
    /// Observations, rewards and terminations of every lane, each episode up to its end.
    /// <paramref name="before"/> is what the state buffer holds before each reset.
    /// </summary>
    public List<double>[] Run(ulong seed, uint firstMember, double before)
    {
        for (int lane = 0; lane < R.Width; lane++) history[lane] = [];
        RandomKey key = RandomKey.For(seed, RandomPurpose.Check);
        Word<R> member = Word<R>.Lanes(firstMember);
        for (uint episode = 0; episode < Episodes; episode++) Play(key, member, episode, before);
        return [.. history];
    }

    void Play(RandomKey key, Word<R> member, uint episode, double before)
    {
        Array.Fill(running, true);
        state.Items.Fill(before);
        PhiloxStream<R> random = new(key, member, 0, episode, 0);
        environment.Reset<R, ArrayBuffer<R>, PhiloxStream<R>>(state, ref random);
        Observe(0);
        for (int step = 1; step <= steps && Array.IndexOf(running, true) >= 0; step++)
        {
            PhiloxStream<R> choices = new(key, member, 1, episode, (uint)step);
            Act(ref choices, step);
            R[] given = action.Items.ToArray();
            random = new(key, member, 0, episode, (uint)step);
            environment.Step(state, action, ref random, out R reward, out R terminated);
            if (!Same(given, action)) findings.Add("action", "Step changes the action, which it may only read");
            Observe(step);
            Record(step, reward, terminated);
        }
    }

    /// <summary>Random actions: inside the space, and for a box every fourth time beyond it, since policies may leave it and kernels clip.</summary>
    void Act(ref PhiloxStream<R> choices, int step)
    {
        for (int i = 0; i < action.Items.Length; i++)
        {
            R unit = choices.NextUnit();
            if (spec.ActionSpace is Discrete discrete)
                action[i] = Real.Min<R>(Word<R>.Truncate(unit * (double)discrete.Count).ToReal(), discrete.Count - 1);
            else if (spec.ActionSpace is Box box)
            {
                (double low, double high) = RandomActions.Range(box, i);
                action[i] = (low + (high - low) * unit) * (step % 4 == 3 ? 3.0 : 1.0);
            }
        }
    }

    void Observe(int step)
    {
        observation.Items.Fill(double.NaN);
        R[] before = state.Items.ToArray();
        environment.Observe<R, ArrayBuffer<R>>(state, observation);
        if (!Same(before, state)) findings.Add("observe", "Observe changes the state, which it may only read");
        for (int lane = 0; lane < R.Width; lane++)
        {
            if (!running[lane]) continue;
            for (int i = 0; i < seen.Length; i++) seen[i] = R.Lane(observation[i], lane);
            ObservationCheck.Run(seen, spec.ObservationSpace, step, findings);
            history[lane].AddRange(seen);
        }
    }

    void Record(int step, R reward, R terminated)
    {
        R selected = R.Select(terminated, 1.0, 0.0), word = new Word<R>(terminated).ToReal();
        for (int lane = 0; lane < R.Width; lane++)
        {
            if (!running[lane]) continue;
            double gain = R.Lane(reward, lane), end = R.Lane(selected, lane);
            if (!double.IsFinite(gain)) findings.Add("reward", string.Create(CultureInfo.InvariantCulture, $"the reward of step {step} is {gain}"));
            // All bits set read as the integer -1, none as 0.
            if (end is not (0 or 1) || R.Lane(word, lane) != -end) findings.Add("mask", $"terminated is not a mask (all bits or none) at step {step}");
            history[lane].Add(gain);
            history[lane].Add(end);
            running[lane] = end == 0;
        }
    }

    /// <summary>Whether both hold the same numbers, NaN counted as equal to itself.</summary>
    static bool Same(R[] expected, ArrayBuffer<R> buffer)
    {
        for (int i = 0; i < expected.Length; i++)
            for (int lane = 0; lane < R.Width; lane++)
                if (!R.Lane(expected[i], lane).Equals(R.Lane(buffer[i], lane))) return false;
        return true;
    }
}
