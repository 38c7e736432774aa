using Neuromorphic.Envs.Locomotion.Model;

namespace Neuromorphic.Envs.Locomotion.Robots;

/// <summary>The planar cheetah. Source: brax/envs/assets/half_cheetah.xml (google/brax 0b96d05), after Wawrzynski (2009), doi:10.1016/j.neunet.2009.05.011.</summary>
static class HalfCheetah
{
    const double Radius = .046;
    static readonly Softness Contact = new(.02, 1, 0, .8, .01);

    /// <summary>Brax: head, thighs and feet touch the floor.</summary>
    public static Robot Brax { get; } = Make("brax/envs/assets/half_cheetah.xml", all: false);

    /// <summary>Gymnasium: every geom touches the floor.</summary>
    public static Robot Gymnasium { get; } = Make("gymnasium/envs/mujoco/assets/half_cheetah.xml", all: true);

    static Robot Make(string source, bool all)
    {
        Geom Solid(Geom geom, bool touches) => geom with { Friction = .4, Softness = Contact, Collides = all || touches };
        Body Link(string name, Point position, Joint joint, Geom geom, bool touches, params Body[] children) =>
            new() { Name = name, Position = position, Joints = [joint with { Name = name }], Geoms = [Solid(geom, touches)], Children = children };
        return new()
        {
            Name = "half-cheetah",
            Source = source,
            TimeStep = .01,
            TotalMass = 14,
            FloorFriction = .4,
            FloorSoftness = Contact,
            Root = new()
            {
                Name = "torso",
                Position = new(0, 0, .7),
                Joints = Planar.Root(0),
                Geoms =
                [
                    Solid(Geom.Capsule("torso", new(-.5, 0, 0), new(.5, 0, 0), Radius), false),
                    Solid(Geom.Capsule("head", new(.6, 0, .1), .87, .15, Radius), true),
                ],
                Children =
                [
                    Link("bthigh", new(-.5, 0, 0), Turn(-.52, 1.05, 240, 6), Geom.Capsule("bthigh", new(.1, 0, -.13), -3.8, .145, Radius), true,
                        Link("bshin", new(.16, 0, -.25), Turn(-.785, .785, 180, 4.5), Geom.Capsule("bshin", new(-.14, 0, -.07), -2.03, .15, Radius), false,
                            Link("bfoot", new(-.28, 0, -.14), Turn(-.4, .785, 120, 3), Geom.Capsule("bfoot", new(.03, 0, -.097), -.27, .094, Radius), true))),
                    Link("fthigh", new(.5, 0, 0), Turn(-1, .7, 180, 4.5), Geom.Capsule("fthigh", new(-.07, 0, -.12), .52, .133, Radius), true,
                        Link("fshin", new(-.14, 0, -.24), Turn(-1.2, .87, 120, 3), Geom.Capsule("fshin", new(.065, 0, -.09), -.6, .106, Radius), false,
                            Link("ffoot", new(.13, 0, -.18), Turn(-.5, .5, 60, 1.5), Geom.Capsule("ffoot", new(.045, 0, -.07), -.6, .07, Radius), true))),
                ],
            },
            Actuators = [new("bthigh", 120), new("bshin", 90), new("bfoot", 60), new("fthigh", 120), new("fshin", 60), new("ffoot", 30)],
        };
    }

    static Joint Turn(double low, double high, double stiffness, double damping) => new()
    {
        Name = "",
        Kind = JointKind.Hinge,
        Axis = Point.AxisY,
        Range = (low, high),
        Stiffness = stiffness,
        Damping = damping,
        Armature = .1,
        Softness = new(.02, 1, 0, .8, .03),
    };
}
