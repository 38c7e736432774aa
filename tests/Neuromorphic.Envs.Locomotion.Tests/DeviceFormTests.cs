using Neuromorphic.Environments;
using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Envs.Locomotion.Tests;

/// <summary>What devices run, run here: generic methods on a processor's number.</summary>
public class DeviceFormTests
{
    const uint Steps = 120;

    public static TheoryData<string, string> Variants =>
        new([.. LocomotionRegistry.Names.Select(name => (name, "brax")), ("ant", "gymnasium-v4"), ("ant", "gymnasium-v5"), ("hopper", "gymnasium-v5"), ("walker2d", "gymnasium-v5")]);

    [Theory, MemberData(nameof(Variants))]
    public void Robots_for_devices_take_the_same_steps_bit_for_bit(string name, string variant)
    {
        RobotEnvironment robot = (RobotEnvironment)LocomotionRegistry.Create(name, new() { Variant = variant });
        object play = Activator.CreateInstance(typeof(Play<>).MakeGenericType(robot.DeviceForm.GetType()), robot, robot.DeviceForm)!;
        ((Play)play).Run();
    }

    [Fact]
    public void Robots_for_devices_search_lines_bit_for_bit()
    {
        RobotEnvironment robot = (RobotEnvironment)LocomotionRegistry.Create("walker2d", new() { Variant = "gymnasium-v4" });
        object play = Activator.CreateInstance(typeof(Play<>).MakeGenericType(robot.DeviceForm.GetType()), robot, robot.DeviceForm)!;
        long before = Simulations<Scalar>.Of(robot.Task).Searches;
        ((Play)play).RunFrom(SolverTests.CirclingWalker);
        Assert.True(Simulations<Scalar>.Of(robot.Task).Searches > before);
    }

    [Theory, MemberData(nameof(Variants))]
    public void Robots_for_devices_hold_numbers_only(string name, string variant)
    {
        IEnvironment form = ((IHostEnvironment)LocomotionRegistry.Create(name, new() { Variant = variant })).DeviceForm;
        // Fields of fields too, or there would be no handle on them.
        Assert.False((bool)typeof(System.Runtime.CompilerServices.RuntimeHelpers).GetMethod("IsReferenceOrContainsReferences")!.MakeGenericMethod(form.GetType()).Invoke(null, null)!);
        Assert.True(form.Spec.StateSize > LocomotionRegistry.Task(name, variant).Spec.StateSize);
    }

    abstract class Play
    {
        public abstract void Run();
        public abstract void RunFrom(double[] positions);
    }

    sealed unsafe class Play<TForm>(RobotEnvironment robot, TForm form) : Play where TForm : struct, IEnvironment
    {
        public override void Run()
        {
            AlignedMemory<Scalar> here = new(robot.Spec.StateSize), there = new(form.Spec.StateSize), control = new(robot.Spec.ActionSpace.Size);
            there.Span.Fill(double.NaN); // as another kernel may have left it
            fixed (Scalar* first = here, second = there, third = control) Run(new(first), new(second), new(third));
        }

        void Run(LaneBuffer<Scalar> expected, LaneBuffer<Scalar> actual, LaneBuffer<Scalar> action)
        {
            int actions = robot.Spec.ActionSpace.Size, gaps = robot.Task.Recording.Map.Gap;
            Contact[] contacts = robot.Task.Recording.Mechanism.Contacts;
            RandomKey key = RandomKey.For(7, RandomPurpose.Check);
            PhiloxStream<Scalar> actionRandom = new(key, 1, 0, 0, 0);
            int touched = 0, touchedItself = 0;
            Reset(0);
            for (uint step = 1; step <= Steps; step++)
            {
                for (int u = 0; u < actions; u++) action[u] = actionRandom.Uniform<Scalar, PhiloxStream<Scalar>>(-1.0, 1.0);
                PhiloxStream<Scalar> random = new(key, 0, 0, 0, step), same = random;
                robot.Step(expected, action, ref random, out Scalar reward, out Scalar terminated);
                form.Step(actual, action, ref same, out Scalar otherReward, out Scalar otherTerminated);
                Assert.Equal((Bits(reward), Bits(terminated)), (Bits(otherReward), Bits(otherTerminated)));
                for (int c = 0; c < contacts.Length; c++)
                    if (actual[gaps + c].Value < 0) _ = contacts[c] is CapsulePair ? touchedItself++ : touched++;
                Compare();
                if (step % 40 == 0) Reset(step);
            }
            Assert.True(touched > Steps / 4, $"{touched} contacts in {Steps} steps show little.");
            Assert.Equal(robot.Robot.TouchesItself, touchedItself > 5);

            void Reset(uint step)
            {
                PhiloxStream<Scalar> random = new(key, 0, 1, 0, step), same = random;
                robot.Reset<Scalar, LaneBuffer<Scalar>, PhiloxStream<Scalar>>(expected, ref random);
                form.Reset<Scalar, LaneBuffer<Scalar>, PhiloxStream<Scalar>>(actual, ref same);
                if (step > Steps / 2 && robot.Robot.TouchesItself) (expected[3], expected[4]) = (actual[3], actual[4]) = (-2.5, -2.5); // folded up
                Compare();
            }

            void Compare()
            {
                for (int i = 0; i < robot.Spec.StateSize; i++) Assert.Equal(Bits(expected[i]), Bits(actual[i]));
            }
        }

        public override void RunFrom(double[] positions)
        {
            AlignedMemory<Scalar> here = new(robot.Spec.StateSize), there = new(form.Spec.StateSize), control = new(robot.Spec.ActionSpace.Size);
            fixed (Scalar* first = here, second = there, third = control) RunFrom(positions, new(first), new(second), new(third));
        }

        void RunFrom(double[] positions, LaneBuffer<Scalar> expected, LaneBuffer<Scalar> actual, LaneBuffer<Scalar> action)
        {
            for (int i = 0; i < positions.Length; i++) expected[i] = actual[i] = positions[i];
            PhiloxStream<Scalar> none = default;
            robot.Step(expected, action, ref none, out Scalar reward, out _);
            form.Step(actual, action, ref none, out Scalar otherReward, out _);
            Assert.Equal(Bits(reward), Bits(otherReward));
            for (int i = 0; i < robot.Spec.StateSize; i++) Assert.Equal(Bits(expected[i]), Bits(actual[i]));
        }

        static int Bits(Scalar number) => BitConverter.SingleToInt32Bits(number.Value);
    }
}
