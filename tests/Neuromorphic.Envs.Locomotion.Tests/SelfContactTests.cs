using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Envs.Locomotion.Tests;

/// <summary>The hopper of Gymnasium touches itself. That its steps then are MuJoCo's, GymnasiumTests and MjcfTests show.</summary>
public class SelfContactTests
{
    static readonly LocomotionTask Hopper = LocomotionRegistry.Task("hopper", "gymnasium-v5");

    static double[] PairGaps<R>(EngineDriver<R> driver, int lane) where R : unmanaged, IReal<R> =>
        [.. driver.Mechanism.Contacts.Zip(driver.Read(lane, driver.Map.Gap, driver.Mechanism.Contacts.Length)).Where(item => item.First is CapsulePair).Select(item => item.Second)];

    [Fact]
    public void Only_the_hopper_of_Gymnasium_touches_itself_with_parts_that_no_joint_connects()
    {
        foreach (string name in LocomotionRegistry.Names)
            foreach (string variant in LocomotionRegistry.Variants)
                Assert.Equal(name == "hopper" && variant != "brax" ? ["torso_geom leg_geom", "torso_geom foot_geom", "thigh_geom foot_geom"] : (string[])[],
                    LocomotionRegistry.Task(name, variant).Robot.SelfContacts.Select(pair => $"{pair.First.Name} {pair.Second.Name}"));
    }

    [Fact]
    public void Ten_of_the_recorded_steps_begin_in_self_contact()
    {
        EngineDriver<Scalar64> driver = new(Hopper.Robot);
        int touching = Reference.Current(driver.Mechanism).Count(step =>
        {
            driver.SetAll(step.Start.Positions, step.Start.Velocities, step.Start.Controls);
            driver.Simulation.Evaluate();
            return PairGaps(driver, 0).Min() < 0;
        });
        Assert.Equal(10, touching);
    }

    [Fact]
    public void A_step_in_self_contact_is_close_in_float32()
    {
        EngineDriver<Lanes16> driver = new(Hopper.Robot);
        (Row Start, Row End)[] steps = [.. Reference.Current(driver.Mechanism).Where(step => step.Start.Kind == "pose")];
        foreach ((Row start, Row end) in steps)
        {
            driver.SetAll(start.Positions, start.Velocities, start.Controls);
            driver.EnvironmentStep(Hopper.Substeps);
            double error = driver.Velocities(0).Zip(end.Velocities, (a, b) => Math.Abs(a - b) / Math.Max(1, Math.Abs(b))).Max();
            Assert.True(error < 1e-4, $"trajectory {start.Trajectory}: error of the velocities {error:E1}");
        }
    }

    [Fact]
    public void Capsules_whose_axes_cross_do_not_push()
    {
        EngineDriver<Scalar64> driver = new(Hopper.Robot);
        // The ankle lies in the torso.
        double[] positions = [0, 3, 0, -2.58, -2.2, 0], expected = Accelerations(contacts: false);
        Assert.Equal(expected, Accelerations(contacts: true));
        Assert.InRange(PairGaps(driver, 0)[0], -.092 - 1e-9, -.092 + 1e-9);

        double[] Accelerations(bool contacts)
        {
            driver.Simulation.Contacts = contacts;
            driver.SetAll(positions, new double[6], new double[3]);
            driver.Simulation.Evaluate();
            return driver.Read(0, driver.Map.Acceleration, 6);
        }
    }
}
