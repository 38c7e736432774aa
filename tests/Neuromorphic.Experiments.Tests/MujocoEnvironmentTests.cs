using Neuromorphic.Environments;
using Neuromorphic.Envs.Locomotion;
using Neuromorphic.Mujoco;
using Xunit;

namespace Neuromorphic.Experiments.Tests;

/// <summary>The robots on MuJoCo, whose tasks are written in C a second time, against our own.</summary>
public class MujocoEnvironmentTests
{
    public static TheoryData<string> Robots => [.. LocomotionRegistry.Names];

    /// <summary>Contacts multiply a difference: 1e-15 at first, 1e-7 after thirty steps of random actions in the worst case seen. From there on an episode is followed while it is alike.</summary>
    const double Alike = 1e-6;
    const int Comparable = 30;

    [Theory, MemberData(nameof(Robots))]
    public void A_seed_and_actions_give_the_same_episode_on_MuJoCo(string robot)
    {
        Assert.SkipUnless(MujocoLibrary.Problem == null, $"{MujocoLibrary.Problem}");
        KernelEnvironment ours = new(LocomotionRegistry.Create(robot));
        using MujocoEnvironment mujoco = new(robot);
        Random random = new(3);
        int terminated = 0;
        for (ulong seed = 0; seed < 20; seed++)
        {
            Assert.True(Difference(ours.Reset(seed).Observation, mujoco.Reset(seed).Observation) < 1e-15, $"{robot} starts differently from seed {seed}.");
            double[] action = new double[ours.ActionSpace.Size];
            for (int step = 1; step <= 200; step++)
            {
                // Also full actions held for a while, which reach greater speeds.
                bool held = seed % 2 == 1;
                if (!held || step % 10 == 1)
                    for (int i = 0; i < action.Length; i++) action[i] = held ? 2 * random.Next(2) - 1 : 2 * random.NextDouble() - 1;
                StepResult expected = ours.Step(action), actual = mujoco.Step(action);
                double difference = Difference([.. expected.Observation, expected.Reward], [.. actual.Observation, actual.Reward]);
                if (step > Comparable && difference > Alike) break;
                Assert.True(difference < Alike, $"{robot}, seed {seed}, step {step}: a difference of {difference}.");
                Assert.True(expected.Terminated == actual.Terminated, $"{robot}, seed {seed}, step {step}: terminated here {expected.Terminated}, on MuJoCo {actual.Terminated}.");
                if (!expected.Terminated) continue;
                terminated++;
                break;
            }
        }
        Assert.Equal(robot == "half-cheetah", terminated == 0);
    }

    static double Difference(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y) / Math.Max(1, Math.Abs(x))).Max();
}
