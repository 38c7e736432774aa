using Neuromorphic.Envs.Locomotion.Model;

namespace Neuromorphic.Envs.Locomotion.Robots;

/// <summary>The two-legged planar walker. Source: brax/envs/assets/walker2d.xml (google/brax 0b96d05), after Erez, Tassa, Todorov (2011), doi:10.15607/RSS.2011.VII.010.</summary>
static class Walker2d
{
    const double LeftFriction = 1.9;

    /// <summary>Brax: torso and feet touch the floor; rootz is 0 where the model stands.</summary>
    public static Robot Brax { get; } = Make("brax/envs/assets/walker2d.xml", all: false, 0, 2.61799, .785398, Integrator.Euler, .9);

    /// <summary>Gymnasium v4: every geom touches the floor; rootz is the height of the torso. The right foot slides more easily than the left.</summary>
    public static Robot GymnasiumV4 { get; } = MakeGymnasium("gymnasium/envs/mujoco/assets/walker2d.xml", .9);

    /// <summary>Gymnasium v5: both feet slide alike.</summary>
    public static Robot GymnasiumV5 { get; } = MakeGymnasium("gymnasium/envs/mujoco/assets/walker2d_v5.xml", LeftFriction);

    static Robot MakeGymnasium(string source, double rightFriction) =>
        Make(source, all: true, 1.25, 150 * Math.PI / 180, 45 * Math.PI / 180, Integrator.RungeKutta4, rightFriction);

    static Robot Make(string source, bool all, double height, double knee, double ankle, Integrator integrator, double rightFriction)
    {
        Geom Solid(Geom geom, bool touches, double friction = .9) => geom with { Friction = friction, Collides = all || touches };
        Body Leg(string side, double footFriction) => new()
        {
            Name = $"thigh{side}",
            Position = new(0, 0, -.2),
            Joints = [Turn($"thigh{side}_joint", default, -knee, 0)],
            Geoms = [Solid(Geom.Capsule($"thigh{side}_geom", new(0, 0, -.225), 0, .225, .05), false)],
            Children =
            [
                new()
                {
                    Name = $"leg{side}",
                    Position = new(0, 0, -.7),
                    Joints = [Turn($"leg{side}_joint", new(0, 0, .25), -knee, 0)],
                    Geoms = [Solid(Geom.Capsule($"leg{side}_geom", default, 0, .25, .04), false)],
                    Children =
                    [
                        new()
                        {
                            Name = $"foot{side}",
                            Position = new(.2, 0, -.35),
                            Joints = [Turn($"foot{side}_joint", new(-.2, 0, .1), -ankle, ankle)],
                            Geoms = [Solid(Geom.Capsule($"foot{side}_geom", new(-.1, 0, .1), -Math.PI / 2, .1, .06), true, footFriction)],
                        },
                    ],
                },
            ],
        };
        return new()
        {
            Name = "walker2d",
            Source = source,
            TimeStep = .002,
            Integrator = integrator,
            FloorFriction = .7,
            Root = new()
            {
                Name = "torso",
                Position = new(0, 0, 1.25),
                Joints = Planar.Root(height),
                Geoms = [Solid(Geom.Capsule("torso_geom", default, 0, .2, .05), true)],
                Children = [Leg("", rightFriction), Leg("_left", LeftFriction)],
            },
            Actuators =
            [
                new("thigh_joint", 100), new("leg_joint", 100), new("foot_joint", 100),
                new("thigh_left_joint", 100), new("leg_left_joint", 100), new("foot_left_joint", 100),
            ],
        };
    }

    static Joint Turn(string name, Point position, double low, double high) => new()
    {
        Name = name,
        Kind = JointKind.Hinge,
        Axis = -Point.AxisY,
        Position = position,
        Range = (low, high),
        Damping = .1,
        Armature = .01,
    };
}
