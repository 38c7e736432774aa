using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Envs.Locomotion.Physics;
using Xunit;

namespace Neuromorphic.Envs.Locomotion.Tests;

/// <summary>The facts of the robots, compiled, against MuJoCo's compiled models.</summary>
public class ModelTests
{
    public static TheoryData<string> Models => [.. Reference.All];

    static void Close(double expected, double actual, double tolerance, string what) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{what}: MuJoCo has {expected:R}, we {actual:R}");

    [Theory, MemberData(nameof(Models))]
    public void Bodies_have_the_mass_the_centre_and_the_moments_that_MuJoCo_finds(string model)
    {
        Facts facts = Reference.Model(model);
        Robot robot = Reference.RobotOf(model);
        double[] mass = facts.Numbers("body_mass"), center = facts.Numbers("body_ipos"), moment = facts.Numbers("body_inertia");
        double scale = robot.TotalMass is { } total ? total / robot.Bodies.Sum(pair => pair.Body.Geoms.Sum(geom => geom.Mass)) : 1;
        int b = 0;
        foreach ((Body body, _) in robot.Bodies)
        {
            b++;
            Inertia inertia = body.Geoms.Aggregate(Inertia.None, (sum, geom) => sum + Inertia.Of(geom, scale));
            Close(mass[b], inertia.Mass, 1e-13, $"mass of {body.Name}");
            foreach ((int axis, double value) in new[] { (0, inertia.Center.X), (1, inertia.Center.Y), (2, inertia.Center.Z) })
                Close(center[3 * b + axis], value, 1e-13, $"centre of {body.Name}");
            double[] expected = [.. moment.Skip(3 * b).Take(3).Order()], actual = [.. inertia.Principal().Select(p => p.Moment)];
            for (int k = 0; k < 3; k++) Close(expected[k], actual[k], 1e-13, $"moment of {body.Name}");
        }
        Assert.Equal(facts.Int("nbody") - 1, b);
    }

    [Theory, MemberData(nameof(Models))]
    public void Joints_and_actuators_are_those_of_the_file(string model)
    {
        Facts facts = Reference.Model(model);
        Mechanism mechanism = MechanismCompiler.Compile(Reference.RobotOf(model));
        Assert.Equal(facts.Int("nq"), mechanism.Positions);
        Assert.Equal(facts.Int("nv"), mechanism.Velocities);
        Assert.Equal(facts.Int("nu"), mechanism.Controls);
        Assert.Equal(facts.Number("timestep"), mechanism.Robot.TimeStep);
        Assert.Equal(facts.Numbers("qpos0"), mechanism.DrawnPositions);
        Assert.Equal(facts.Numbers("dof_armature"), mechanism.Dofs.Select(dof => dof.Armature));
        Assert.Equal(facts.Numbers("dof_damping"), mechanism.Dofs.Select(dof => dof.Damping));
        Assert.Equal(facts.Ints("dof_parent"), mechanism.Sparsity.Branches.Select(branch => branch.Length > 1 ? branch[^2] : -1));
        int[] joints = facts.Ints("dof_jnt");
        Assert.Equal(facts.Ints("act_joint"), mechanism.Drives.Select(drive => joints[drive.Dof]));
        Assert.Equal(facts.Numbers("act_gear"), mechanism.Drives.Select(drive => drive.Gear));
        double[] range = facts.Numbers("jnt_range"), stiffness = facts.Numbers("jnt_stiffness"), softness = facts.Numbers("jnt_solimp"), spring = facts.Numbers("jnt_solref");
        int[] limited = facts.Ints("jnt_limited");
        for (int i = 0; i < mechanism.Velocities; i++)
        {
            int j = joints[i];
            Assert.Equal(limited[j] != 0, mechanism.Dofs[i].Limit != null);
            Assert.Equal(stiffness[j], mechanism.Dofs[i].Stiffness);
            if (mechanism.Dofs[i].Limit is not { } limit) continue;
            Close(range[2 * j], limit.Low, 1e-14, $"lower limit {j}");
            Close(range[2 * j + 1], limit.High, 1e-14, $"upper limit {j}");
            Assert.Equal(Law.Of(new(spring[2 * j], spring[2 * j + 1], softness[5 * j], softness[5 * j + 1], softness[5 * j + 2]), mechanism.Robot.TimeStep), limit.Law);
            Assert.Equal((.5, 2), (softness[5 * j + 3], softness[5 * j + 4]));
        }
    }

    [Theory, MemberData(nameof(Models))]
    public void Inverse_weights_are_those_of_MuJoCo(string model)
    {
        Facts facts = Reference.Model(model);
        Mechanism mechanism = MechanismCompiler.Compile(Reference.RobotOf(model));
        double[] dofs = facts.Numbers("dof_invweight0");
        InverseWeights weights = new(mechanism);
        for (int i = 0; i < dofs.Length; i++) Close(dofs[i], weights.OfDof(i), 1e-11, $"degree of freedom {i}");
        Geom[] floor = [.. mechanism.Robot.Bodies.SelectMany(pair => pair.Body.Geoms).Where(geom => geom.Collides)];
        double[] bodies = facts.Numbers("body_invweight0");
        int[] owner = facts.Ints("geom_body");
        string[] names = facts.Texts("geom_name");
        double[] expected = [.. floor.SelectMany(geom => Enumerable.Repeat(bodies[2 * owner[Array.IndexOf(names, geom.Name, 1)]], geom.HalfLength > 0 ? 2 : 1))];
        FloorSphere[] contacts = [.. mechanism.Contacts.OfType<FloorSphere>()];
        Assert.Equal(expected.Length, contacts.Length);
        for (int c = 0; c < expected.Length; c++) Close(expected[c], contacts[c].InverseWeight, 1e-11, $"contact {c}");
        Assert.Equal(floor.SelectMany(geom => Enumerable.Repeat(owner[Array.IndexOf(names, geom.Name, 1)] - 1, geom.HalfLength > 0 ? 2 : 1)), contacts.Select(contact => contact.Body));
    }

    [Theory, MemberData(nameof(Models))]
    public void The_geoms_that_touch_the_floor_are_those_of_the_file(string model)
    {
        Facts facts = Reference.Model(model);
        Robot robot = Reference.RobotOf(model);
        string[] names = facts.Texts("geom_name");
        int[] type = facts.Ints("geom_contype"), affinity = facts.Ints("geom_conaffinity");
        double[] friction = facts.Numbers("geom_friction"), size = facts.Numbers("geom_size"), margin = facts.Numbers("geom_margin");
        double[] softness = facts.Numbers("geom_solimp"), spring = facts.Numbers("geom_solref");
        Geom[] geoms = [.. robot.Bodies.SelectMany(pair => pair.Body.Geoms)];
        Assert.Equal(names.Skip(1), geoms.Select(geom => geom.Name));
        Assert.Equal(friction[0], robot.FloorFriction);
        for (int g = 1; g < names.Length; g++)
        {
            Geom geom = geoms[g - 1];
            Assert.Equal((type[g] & affinity[0]) != 0 || (type[0] & affinity[g]) != 0, geom.Collides);
            Assert.Equal(size[3 * g], geom.Radius);
            if (!geom.Collides) continue;
            Assert.Equal((friction[3 * g], Math.Max(margin[0], margin[g])), (geom.Friction, geom.Margin));
            Assert.Equal(new Softness(spring[2 * g], spring[2 * g + 1], softness[5 * g], softness[5 * g + 1], softness[5 * g + 2]), geom.Softness);
        }
    }
}
