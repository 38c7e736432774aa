using Neuromorphic.Environments;

namespace Neuromorphic.Envs.Tests;

/// <summary>Ways for a single environment to break its contract.</summary>
public enum GymFlaw
{
    None, NoStepLimit, LeavesSpace, WrongLength, UndefinedObservation, InfiniteReward, ForgetsReset, OwnRandomNumbers, SharesArray, MovingStepLimit, Throws,
}

/// <summary>A random walk, sound but for one flaw.</summary>
public sealed class BrokenGym(GymFlaw flaw) : GymEnvironment
{
    readonly double[] shared = new double[1];
    double position;
    int calls;

    public override Box ObservationSpace { get; } = flaw == GymFlaw.LeavesSpace ? new([-.1], [.1]) : new([-100], [100]);
    public override Space ActionSpace { get; } = new Discrete(2);
    public override int StepLimit => flaw switch
    {
        GymFlaw.NoStepLimit => 0,
        GymFlaw.MovingStepLimit => 30 - Steps,
        _ => 30,
    };

    protected override double[] Begin()
    {
        if (flaw != GymFlaw.ForgetsReset) position = Uniform(-.1, .1);
        return Observe();
    }

    protected override (double[] Observation, double Reward, bool Terminated) Advance(ReadOnlySpan<double> action)
    {
        if (flaw == GymFlaw.Throws && action[0] == 0) throw new NotSupportedException("Left is not supported.");
        position += (action[0] - .5) * .4 + Uniform(-.1, .1);
        if (flaw == GymFlaw.OwnRandomNumbers) position += 1e-3 * (calls++ % 7);
        return (Observe(), flaw == GymFlaw.InfiniteReward ? double.NegativeInfinity : -Math.Abs(position), Math.Abs(position) > 2);
    }

    double[] Observe()
    {
        if (flaw == GymFlaw.SharesArray)
        {
            shared[0] = position;
            return shared;
        }
        return flaw switch
        {
            GymFlaw.WrongLength => [position, position],
            GymFlaw.UndefinedObservation => [double.NaN],
            _ => [position],
        };
    }
}
