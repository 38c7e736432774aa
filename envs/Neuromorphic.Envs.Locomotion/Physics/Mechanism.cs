using Neuromorphic.Envs.Locomotion.Model;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>How a degree of freedom moves its link.</summary>
enum Freedom
{
    /// <summary>Along an axis of the world.</summary>
    Slide,
    /// <summary>About an axis of the world, one of three at the root.</summary>
    Spin,
    /// <summary>About an axis of the link.</summary>
    Hinge,
}

/// <summary>A rigid body that moves by itself: bodies welded together. Its origin is the anchor of its hinge, its frame one in which the numbers are simple.</summary>
/// <param name="Parent">Index of the parent, -1 for the root.</param>
/// <param name="Anchor">The origin in the parent's frame.</param>
/// <param name="Rest">The frame in the parent's, at joint angle 0.</param>
/// <param name="Mass">kg.</param>
/// <param name="Center">Centre of mass in the link's frame.</param>
/// <param name="Moment">The inertia about the centre is this moment times the unit matrix, kg m^2,</param>
/// <param name="Excess">plus each of these moments times u u', with u in the link's frame.</param>
sealed record Link(int Parent, Point Anchor, Frame Rest, double Mass, Point Center, double Moment, (double Moment, Point Direction)[] Excess);

/// <summary>One number of the velocity.</summary>
sealed record Dof
{
    public required int Link { get; init; }
    public required Freedom Freedom { get; init; }
    /// <summary>In the world's frame for slides and spins, in the link's for hinges.</summary>
    public required Point Axis { get; init; }
    /// <summary>Index of its position, or of the quaternion's part for a spin.</summary>
    public required int Position { get; init; }
    /// <summary>The angle between the link's frame and its rest, at position 0.</summary>
    public double Offset { get; init; }
    public double Armature { get; init; }
    public double Damping { get; init; }
    public double Stiffness { get; init; }
    public Limit? Limit { get; init; }
}

/// <summary>A constraint's softness, compiled: acceleration wanted = -Damping v - Stiffness impedance position.</summary>
sealed record Law(double Stiffness, double Damping, double ImpedanceAtZero, double ImpedanceAtWidth, double Width)
{
    public static Law Of(Softness softness, double timeStep)
    {
        double time = Math.Max(softness.TimeConstant, 2 * timeStep);
        double zero = Math.Clamp(softness.ImpedanceAtZero, 1e-4, .9999), width = Math.Clamp(softness.ImpedanceAtWidth, 1e-4, .9999);
        double rate = width * time * softness.DampingRatio;
        return new(1 / (rate * rate), 2 / (width * time), zero, width, softness.Width);
    }
}

/// <summary>The range of a joint; the weight is the diagonal of M^-1 at the drawn pose.</summary>
sealed record Limit(double Low, double High, Law Law, double InverseWeight);

/// <summary>What may touch.</summary>
abstract record Contact
{
    /// <summary>The link that touches: all degrees of freedom that matter move it.</summary>
    public required int Link { get; init; }
    public required double Margin { get; init; }
    public required double Friction { get; init; }
    public required Law Law { get; init; }
    /// <summary>Mean diagonal of the body's inverse inertia at its centre of mass, in the drawn pose, 1/kg; summed over two bodies.</summary>
    public required double InverseWeight { get; init; }
    /// <summary>The approximate inverse inertia along an edge of the friction pyramid, as MuJoCo scales it: impedance / (1 - impedance) over this is the edge's weight.</summary>
    /// <remarks>Without friction the four edges are one.</remarks>
    public double EdgeWeight => Friction == 0 ? 4 * InverseWeight : InverseWeight * (1 + Friction * Friction) * 2 * Friction * Friction;
}

/// <summary>A sphere on a link that may touch the floor; capsules have one at either end.</summary>
sealed record FloorSphere : Contact
{
    /// <summary>The geom's body, in the order of <see cref="Robot.Bodies"/>: several may be welded into the link.</summary>
    public required int Body { get; init; }
    /// <summary>Centre of the sphere in the link's frame.</summary>
    public required Point Center { get; init; }
    /// <summary>A capsule's axis in the link's frame: the first direction of friction is its shadow on the floor. None for a sphere.</summary>
    public required Point? Axis { get; init; }
    public required double Radius { get; init; }
}

/// <summary>A capsule in the frame of a link.</summary>
/// <param name="Link">The link.</param>
/// <param name="Center">Its centre.</param>
/// <param name="Half">From there to the centre of an end's half sphere.</param>
/// <param name="Radius">m.</param>
sealed record Capsule(int Link, Point Center, Point Half, double Radius);

/// <summary>Two capsules of one branch in the plane, without friction; the second one's link, which hangs on the first one's, is the contact's.</summary>
sealed record CapsulePair(Capsule First, Capsule Second) : Contact;

/// <summary>The root by itself, or all that hangs on the root by one of its children. Limbs meet only in the root.</summary>
/// <param name="Dofs">Its degrees of freedom, in order.</param>
/// <param name="Contacts">Its contacts.</param>
sealed record Limb(int[] Dofs, int[] Contacts);

/// <summary>A robot compiled: welded, weighed, numbered.</summary>
sealed record Mechanism
{
    public required Robot Robot { get; init; }
    public required Link[] Links { get; init; }
    public required Dof[] Dofs { get; init; }
    public required Contact[] Contacts { get; init; }
    /// <summary>Degree of freedom and gear of every actuator.</summary>
    public required (int Dof, double Gear)[] Drives { get; init; }
    /// <summary>The drawn pose: positions with the joints at their references.</summary>
    public required double[] DrawnPositions { get; init; }
    /// <summary>Index of the root's height among the positions, and the height of its origin at value 0, m.</summary>
    public required (int Position, double Offset) Height { get; init; }
    public required BranchSparsity Sparsity { get; init; }

    /// <summary>The root, then its children with all that hangs on them.</summary>
    public Limb[] Limbs
    {
        get
        {
            int Top(int link) => link == 0 || Links[link].Parent == 0 ? link : Top(Links[link].Parent);
            return [.. Enumerable.Range(0, Links.Length).Where(link => Top(link) == link).Select(top => new Limb(
                [.. Enumerable.Range(0, Dofs.Length).Where(i => Top(Dofs[i].Link) == top)],
                [.. Enumerable.Range(0, Contacts.Length).Where(c => Top(Contacts[c].Link) == top)]))];
        }
    }

    public bool IsFree => Dofs[3].Freedom == Freedom.Spin;
    public int Positions => DrawnPositions.Length;
    public int Velocities => Dofs.Length;
    public int Controls => Drives.Length;
    /// <summary>Bodies before welding.</summary>
    public int Bodies => Robot.Bodies.Count();
    /// <summary>The last degree of freedom of a link: its ancestors move the link.</summary>
    public int LastDof(int link) => Array.FindLastIndex(Dofs, dof => dof.Link == link);
}
