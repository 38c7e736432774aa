using Neuromorphic.Envs.Locomotion.Model;

namespace Neuromorphic.Envs.Locomotion.Robots;

/// <summary>The four-legged ant. Source: brax/envs/assets/ant.xml (google/brax 0b96d05), after Schulman et al. (2015), arXiv:1506.02438.</summary>
static class Ant
{
    const double Degree = Math.PI / 180, Radius = .08;

    /// <summary>Brax: only the feet touch the floor, as spheres without mass.</summary>
    public static Robot Brax { get; } = new()
    {
        Name = "ant",
        Source = "brax/envs/assets/ant.xml",
        TimeStep = .01,
        FloorFriction = 1,
        Root = Torso(feet: true, touch: false, margin: 0),
        Actuators = Motors,
    };

    /// <summary>Gymnasium v4: every geom touches the floor. The file gives each geom and the floor a margin of 1 cm, of which MuJoCo 2 takes the greater one.</summary>
    public static Robot GymnasiumV4 { get; } = MakeGymnasium(margin: .01);

    /// <summary>Gymnasium v5: the same file on MuJoCo 3.5 and later, which add the margins.</summary>
    public static Robot GymnasiumV5 { get; } = MakeGymnasium(margin: .02);

    static Robot MakeGymnasium(double margin) => new()
    {
        Name = "ant",
        Source = "gymnasium/envs/mujoco/assets/ant.xml",
        TimeStep = .01,
        Integrator = Integrator.RungeKutta4,
        FloorFriction = 1,
        Root = Torso(feet: false, touch: true, margin),
        Actuators = Motors,
    };

    static Actuator[] Motors =>
    [
        new("hip_4", 150), new("ankle_4", 150), new("hip_1", 150), new("ankle_1", 150),
        new("hip_2", 150), new("ankle_2", 150), new("hip_3", 150), new("ankle_3", 150),
    ];

    static Body Torso(bool feet, bool touch, double margin)
    {
        Geom Solid(Geom geom) => geom with { Density = 5, Collides = touch, Margin = margin };
        // The leg points along (x, y) with x, y = +-1.
        Body Leg(int number, string name, string leg, string ankle, string foot, double x, double y, Point axis, double low, double high)
        {
            Point At(double distance) => new(distance * x, distance * y, 0);
            Geom shin = Solid(Geom.Capsule($"{ankle}_geom", At(0), At(.4), Radius));
            return new Body
            {
                Name = name,
                Geoms = [Solid(Geom.Capsule($"aux_{number}_geom", At(0), At(.2), Radius))],
                Children =
                [
                    new Body
                    {
                        Name = $"aux_{number}",
                        Position = At(.2),
                        Joints = [Turn($"hip_{number}", Point.AxisZ, -30, 30)],
                        Geoms = [Solid(Geom.Capsule($"{leg}_geom", At(0), At(.2), Radius))],
                        Children =
                        [
                            new Body
                            {
                                Name = $"shin_{number}",
                                Position = At(.2),
                                Joints = [Turn($"ankle_{number}", axis.Unit, low, high)],
                                Geoms = feet ? [shin, Geom.Sphere($"{foot}_geom", At(.4), Radius) with { Density = 0, Collides = true }] : [shin],
                            },
                        ],
                    },
                ],
            };
        }
        return new Body
        {
            Name = "torso",
            Position = new(0, 0, .75),
            Joints = [new() { Name = "root", Kind = JointKind.Free }],
            Geoms = [Solid(Geom.Sphere("torso_geom", default, .25))],
            Children =
            [
                Leg(1, "front_left_leg", "left_leg", "left_ankle", "left_foot", 1, 1, new(-1, 1, 0), 30, 70),
                Leg(2, "front_right_leg", "right_leg", "right_ankle", "right_foot", -1, 1, new(1, 1, 0), -70, -30),
                Leg(3, "back_leg", "back_leg", "third_ankle", "third_foot", -1, -1, new(-1, 1, 0), -70, -30),
                Leg(4, "right_back_leg", "rightback_leg", "fourth_ankle", "fourth_foot", 1, -1, new(1, 1, 0), 30, 70),
            ],
        };
    }

    static Joint Turn(string name, Point axis, double low, double high) => new()
    {
        Name = name,
        Kind = JointKind.Hinge,
        Axis = axis,
        Range = (low * Degree, high * Degree),
        Armature = 1,
        Damping = 1,
    };
}
