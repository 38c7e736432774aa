using Neuromorphic.Envs.Locomotion.Model;

namespace Neuromorphic.Envs.Locomotion.Robots;

/// <summary>The one-legged hopper. Source: brax/envs/assets/hopper.xml (google/brax 0b96d05), after Erez, Tassa, Todorov (2011), doi:10.15607/RSS.2011.VII.010.</summary>
static class Hopper
{
    static readonly Softness Contact = new(.02, 1, .8, .8, .01);

    /// <summary>Brax: the foot touches the floor; rootz is 0 where the model stands.</summary>
    public static Robot Brax { get; } = Make("brax/envs/assets/hopper.xml", all: false, 0, 2.61799, .785398, Integrator.Euler, margin: .001);

    /// <summary>
    /// Gymnasium v4: every geom touches the floor; rootz is the height of the torso. The file gives each geom and the floor a margin of 1 mm, of which MuJoCo 2 takes the greater one.
    /// </summary>
    /// <remarks>
    /// The geoms touch each other as well. Within the ranges of the joints the torso can touch leg and foot, with the knee bent by more
    /// than 93 degrees and hip and knee by more than 170 together: in 15 % of poses. But MuJoCo found no such contact in 6 million healthy states of random and of linear policies (return up to 1,345).
    /// </remarks>
    public static Robot GymnasiumV4 { get; } = MakeGymnasium(margin: .001);

    /// <summary>Gymnasium v5: the same file on MuJoCo 3.5 and later, which add the margins.</summary>
    public static Robot GymnasiumV5 { get; } = MakeGymnasium(margin: .002);

    static Robot MakeGymnasium(double margin) => Make("gymnasium/envs/mujoco/assets/hopper.xml", all: true, 1.25, 150 * Math.PI / 180, 45 * Math.PI / 180, Integrator.RungeKutta4, margin);

    static Robot Make(string source, bool all, double height, double knee, double ankle, Integrator integrator, double margin)
    {
        Geom Solid(Geom geom, double friction = .9) => geom with { Friction = friction, Margin = margin, Softness = Contact, Collides = all || friction == 2 };
        return new()
        {
            Name = "hopper",
            Source = source,
            TimeStep = .002,
            Integrator = integrator,
            TouchesItself = all,
            FloorFriction = 1,
            FloorSoftness = Contact,
            Root = new()
            {
                Name = "torso",
                Position = new(0, 0, 1.25),
                Joints = Planar.Root(height),
                Geoms = [Solid(Geom.Capsule("torso_geom", default, 0, .2, .05))],
                Children =
                [
                    new()
                    {
                        Name = "thigh",
                        Position = new(0, 0, -.2),
                        Joints = [Turn("thigh_joint", default, -knee, 0)],
                        Geoms = [Solid(Geom.Capsule("thigh_geom", new(0, 0, -.225), 0, .225, .05))],
                        Children =
                        [
                            new()
                            {
                                Name = "leg",
                                Position = new(0, 0, -.7),
                                Joints = [Turn("leg_joint", new(0, 0, .25), -knee, 0)],
                                Geoms = [Solid(Geom.Capsule("leg_geom", default, 0, .25, .04))],
                                Children =
                                [
                                    new()
                                    {
                                        Name = "foot",
                                        Position = new(.13, 0, -.35),
                                        Joints = [Turn("foot_joint", new(-.13, 0, .1), -ankle, ankle)],
                                        Geoms = [Solid(Geom.Capsule("foot_geom", new(-.065, 0, .1), -Math.PI / 2, .195, .06), friction: 2)],
                                    },
                                ],
                            },
                        ],
                    },
                ],
            },
            Actuators = [new("thigh_joint", 200), new("leg_joint", 200), new("foot_joint", 200)],
        };
    }

    static Joint Turn(string name, Point position, double low, double high) => new()
    {
        Name = name,
        Kind = JointKind.Hinge,
        Axis = -Point.AxisY,
        Position = position,
        Range = (low, high),
        Damping = 1,
        Armature = 1,
    };
}
