namespace Neuromorphic.Envs.Locomotion.Model;

/// <summary>A rigid body, drawn in the frame of its parent without rotation. A body without joints is welded to its parent.</summary>
public sealed record Body
{
    /// <summary>The name in the file that it comes from.</summary>
    public required string Name { get; init; }
    /// <summary>In the parent's frame, or in the world's, m.</summary>
    public Point Position { get; init; }
    /// <summary>Slides first; at most one hinge or free joint, last.</summary>
    public IReadOnlyList<Joint> Joints { get; init; } = [];
    /// <summary>What it consists of.</summary>
    public IReadOnlyList<Geom> Geoms { get; init; } = [];
    /// <summary>Bodies that hang on it.</summary>
    public IReadOnlyList<Body> Children { get; init; } = [];
}

/// <summary>A torque on a hinge: gear times the control in [-1, 1], N m.</summary>
public sealed record Actuator(string Joint, double Gear);

/// <summary>How the state moves through time.</summary>
public enum Integrator
{
    /// <summary>Semi-implicit Euler with implicit joint damping: (M + h D) a = force; v += h a; q += h v. MuJoCo's default.</summary>
    Euler,
    /// <summary>Semi-implicit Euler with the damping force of the step's beginning: M a = force.</summary>
    EulerExplicitDamping,
    /// <summary>Runge-Kutta of fourth order: four evaluations of forces a step.</summary>
    RungeKutta4,
}

/// <summary>A robot and its floor: facts only. The world's z axis points up, gravity is 9.81 m/s^2.</summary>
public sealed record Robot
{
    /// <summary>Gravity, m/s^2.</summary>
    public const double Gravity = 9.81;

    /// <summary>The name of the model.</summary>
    public required string Name { get; init; }
    /// <summary>The file that the numbers come from.</summary>
    public required string Source { get; init; }
    /// <summary>The body that moves freely or in the plane.</summary>
    public required Body Root { get; init; }
    /// <summary>In the order of the action's numbers.</summary>
    public required IReadOnlyList<Actuator> Actuators { get; init; }
    /// <summary>s.</summary>
    public required double TimeStep { get; init; }
    /// <summary>How it is integrated.</summary>
    public Integrator Integrator { get; init; }
    /// <summary>If given, all densities are scaled to reach this mass, kg.</summary>
    public double? TotalMass { get; init; }
    /// <summary>Coefficient of sliding friction of the floor.</summary>
    public required double FloorFriction { get; init; }
    /// <summary>Softness of the floor.</summary>
    public Softness FloorSoftness { get; init; } = Softness.Default;

    /// <summary>Whether what touches the floor touches each other as well, without friction, but for bodies that a joint connects. Covered for planar robots of capsules.</summary>
    public bool TouchesItself { get; init; }

    /// <summary>The geoms that may touch each other, in the order of the bodies.</summary>
    public IEnumerable<(Geom First, Geom Second)> SelfContacts
    {
        get
        {
            (Body Body, Body? Parent)[] bodies = TouchesItself ? [.. Bodies] : [];
            return from i in Enumerable.Range(0, bodies.Length)
                   from j in Enumerable.Range(i + 1, bodies.Length - i - 1)
                   where bodies[j].Parent != bodies[i].Body
                   from first in bodies[i].Body.Geoms
                   from second in bodies[j].Body.Geoms
                   where first.Collides && second.Collides
                   select (first, second);
        }
    }

    /// <summary>Every body, parents before children, in MuJoCo's order.</summary>
    public IEnumerable<(Body Body, Body? Parent)> Bodies => Below(Root, null);

    static IEnumerable<(Body Body, Body? Parent)> Below(Body body, Body? parent) =>
        body.Children.SelectMany(child => Below(child, body)).Prepend((body, parent));
}
