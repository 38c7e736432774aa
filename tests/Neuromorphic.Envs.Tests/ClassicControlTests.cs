using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Envs.Tests;

/// <summary>What the reference trajectories do not reach.</summary>
public class ClassicControlTests
{
    [Fact]
    public void Acrobot_ends_with_reward_zero_when_the_tip_is_one_link_above_the_hinge()
    {
        KernelDriver<Scalar64> driver = new(new Acrobot());
        Outcome upright = driver.Step([Math.PI, 0, 0, 0], [1]);
        Assert.True(upright.Terminated);
        Assert.Equal(0, upright.Reward);
        // Both links level: the tip is as high as the hinge.
        Outcome level = driver.Step([Math.PI / 2, 0, 0, 0], [1]);
        Assert.False(level.Terminated);
        Assert.Equal(-1, level.Reward);
    }

    [Fact]
    public void Acrobot_wraps_its_angles_and_a_whole_turn_changes_nothing()
    {
        KernelDriver<Scalar64> driver = new(new Acrobot());
        double[] wrapped = driver.Step([3.0, -3.1, 5, -8], [2]).State;
        Assert.All(wrapped[..2], angle => Assert.InRange(angle, -Math.PI, Math.PI));
        Assert.True(wrapped[0] < 0 && wrapped[1] > 0);
        Close.Assert(wrapped, driver.Step([3.0 - 2 * Math.PI, -3.1 + 4 * Math.PI, 5, -8], [2]).State, 1e-12, "state");
    }

    [Theory]
    [InlineData(4.0, 4.0 - 2 * Math.PI)]
    [InlineData(-4.0, 2 * Math.PI - 4.0)]
    [InlineData(20.0, 20.0 - 6 * Math.PI)]
    [InlineData(3.0, 3.0)]
    [InlineData(Math.PI, Math.PI)]
    public void The_pendulum_pays_for_the_angle_from_upright_on_the_short_way(double angle, double fromUpright)
    {
        Outcome outcome = new KernelDriver<Scalar64>(new Pendulum()).Step([angle, 0], [0]);
        Assert.Equal(-fromUpright * fromUpright, outcome.Reward, 12);
    }

    [Fact]
    public void A_torque_beyond_the_limit_acts_and_costs_as_the_limit()
    {
        KernelDriver<Scalar64> driver = new(new Pendulum());
        Outcome beyond = driver.Step([1, .5], [7]), limit = driver.Step([1, .5], [2]);
        Assert.Equal(limit.State, beyond.State);
        Assert.Equal(limit.Reward, beyond.Reward);
        Assert.NotEqual(limit.Reward, driver.Step([1, .5], [1]).Reward);
    }

    [Fact]
    public void A_throttle_beyond_the_limit_acts_as_the_limit_but_costs_what_was_asked()
    {
        Outcome outcome = new KernelDriver<Scalar64>(new MountainCarContinuous()).Step([-.5, 0], [3]);
        Assert.Equal(.0015 - .0025 * Math.Cos(-1.5), outcome.State[1], 15);
        Assert.Equal(-.9, outcome.Reward, 12);
    }

    [Fact]
    public void The_continuous_car_earns_100_at_the_goal()
    {
        Outcome outcome = new KernelDriver<Scalar64>(new MountainCarContinuous()).Step([.44, .05], [.5]);
        Assert.True(outcome.Terminated);
        Assert.Equal(100 - .025, outcome.Reward, 12);
    }

    [Fact]
    public void The_left_end_of_the_track_stops_the_car()
    {
        Outcome outcome = new KernelDriver<Scalar64>(new MountainCar()).Step([-1.19, -.06], [0]);
        Assert.Equal([-1.2, 0], outcome.State);
        Assert.False(outcome.Terminated);
    }
}
