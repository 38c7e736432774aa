using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>Compiles a robot's facts: welds bodies without joints, puts origins at anchors, turns frames so that numbers become simple, weighs.</summary>
sealed class MechanismCompiler
{
    /// <summary>A link in the making; all in the drawn pose, along the world's axes, from the link's anchor.</summary>
    sealed record Part(int Parent, Point Anchor, Point? HingeAxis)
    {
        public Inertia Inertia { get; set; } = Inertia.None;
        public Frame Frame { get; set; } = Frame.Identity;
    }

    readonly Robot robot;
    readonly double densityScale;
    readonly List<Part> parts = [];
    readonly List<Dof> dofs = [];
    readonly List<int> parents = [];
    readonly List<double> drawn = [];
    readonly List<(int Part, Geom Geom, Point Offset, int Body)> touching = [];
    readonly List<(int Part, Inertia Inertia)> bodies = [];
    readonly List<string> jointNames = [];
    (int Position, double Offset) height;

    MechanismCompiler(Robot robot)
    {
        this.robot = robot;
        double mass = robot.Bodies.Sum(pair => pair.Body.Geoms.Sum(geom => geom.Mass));
        densityScale = robot.TotalMass is { } total ? total / mass : 1;
        Add(robot.Root, -1, default);
    }

    /// <summary>Compiles a robot.</summary>
    /// <exception cref="ArgumentException">The robot has a structure that the engine does not cover.</exception>
    public static Mechanism Compile(Robot robot) => new MechanismCompiler(robot).Finish();

    /// <param name="body">What to add.</param>
    /// <param name="part">The part that it hangs on.</param>
    /// <param name="offset">Of the parent body's frame from the origin of that part.</param>
    void Add(Body body, int part, Point offset)
    {
        offset += body.Position;
        if (body.Joints.Count > 0 || part < 0)
        {
            Check(body);
            Joint last = body.Joints[^1];
            Point anchor = last.Kind == JointKind.Hinge ? last.Position : default;
            parts.Add(new(part, part < 0 ? default : offset + anchor, last.Kind == JointKind.Hinge ? last.Axis : null));
            int lastOfParent = part < 0 ? -1 : dofs.FindLastIndex(dof => dof.Link == part);
            if (part < 0) height = (last.Kind == JointKind.Free ? 2 : 1, last.Kind == JointKind.Free ? 0 : offset.Z + anchor.Z - body.Joints[1].Reference);
            part = parts.Count - 1;
            foreach (Joint joint in body.Joints) lastOfParent = Add(joint, part, lastOfParent, body.Position);
            offset = default(Point) - anchor;
        }
        Inertia own = body.Geoms.Aggregate(Inertia.None, (sum, geom) => sum + Inertia.Of(geom, densityScale)).Moved(offset);
        parts[part].Inertia += own;
        foreach (Geom geom in body.Geoms)
            if (geom.Collides) touching.Add((part, geom, offset, bodies.Count));
        bodies.Add((part, own));
        foreach (Body child in body.Children) Add(child, part, offset);
    }

    void Check(Body body)
    {
        JointKind[] kinds = [.. body.Joints.Select(joint => joint.Kind)];
        bool sound = body == robot.Root
            ? kinds is [JointKind.Free] || kinds is [JointKind.Slide, JointKind.Slide, JointKind.Hinge]
                && body.Joints[0].Axis == Point.AxisX && body.Joints[1].Axis == Point.AxisZ && body.Joints[2].Axis == Point.AxisY
            : kinds is [JointKind.Hinge];
        if (!sound)
            throw new ArgumentException($"Body '{body.Name}' of {robot.Name} has the joints {string.Join(", ", kinds)}; the root has one free joint, or slides along x and z and a hinge about y; every other body one hinge or none.");
    }

    int Add(Joint joint, int part, int parent, Point position)
    {
        void AddDof(Freedom freedom, Point axis, int index, Limit? limit)
        {
            parents.Add(parent);
            parent = dofs.Count;
            dofs.Add(new()
            {
                Link = part,
                Freedom = freedom,
                Axis = axis,
                Position = index,
                Armature = joint.Armature,
                Damping = joint.Damping,
                Stiffness = joint.Stiffness,
                Limit = limit,
            });
            jointNames.Add(joint.Name);
        }

        Point[] axes = [Point.AxisX, Point.AxisY, Point.AxisZ];
        if (joint.Kind == JointKind.Free)
        {
            for (int k = 0; k < 3; k++) AddDof(Freedom.Slide, axes[k], k, null);
            for (int k = 0; k < 3; k++) AddDof(Freedom.Spin, axes[k], 4 + k, null);
            drawn.AddRange([position.X, position.Y, position.Z, 1, 0, 0, 0]);
            return parent;
        }
        Limit? limit = joint.Range is { } range ? new(range.Low, range.High, Law.Of(joint.Softness, robot.TimeStep), 0) : null;
        AddDof(joint.Kind == JointKind.Slide ? Freedom.Slide : Freedom.Hinge, joint.Axis, drawn.Count, limit);
        drawn.Add(joint.Reference);
        return parent;
    }

    Mechanism Finish()
    {
        Link[] links = [.. parts.Select(Finish)];
        for (int i = 0; i < dofs.Count; i++)
            if (dofs[i].Freedom == Freedom.Hinge)
                dofs[i] = dofs[i] with { Axis = Frame.Clean(parts[dofs[i].Link].Frame.RotateBack(dofs[i].Axis)), Offset = TakeOffset(links, dofs[i]) };
        Mechanism mechanism = new()
        {
            Robot = robot,
            Links = links,
            Dofs = [.. dofs],
            Contacts = [],
            Drives = [.. robot.Actuators.Select(actuator => (jointNames.IndexOf(actuator.Joint), actuator.Gear))],
            DrawnPositions = [.. drawn],
            Height = height,
            Sparsity = new([.. parents]),
        };
        foreach ((int dof, _) in mechanism.Drives)
            if (dof < 0) throw new ArgumentException($"An actuator of {robot.Name} drives none of its joints: {string.Join(", ", jointNames.Distinct())}.");
        InverseWeights weights = new(mechanism);
        return mechanism with
        {
            Dofs = [.. dofs.Select((dof, i) => dof.Limit == null ? dof : dof with { Limit = dof.Limit with { InverseWeight = weights.OfDof(i) } })],
            Contacts = [.. touching.SelectMany(touch => FloorContacts(touch.Part, touch.Geom, touch.Offset, touch.Body, Weight(touch.Body))), .. robot.SelfContacts.Select(SelfContact)],
        };

        double Weight(int body) => weights.OfPoint(bodies[body].Part, InFrame(bodies[body].Part, bodies[body].Inertia.Center));

        Contact SelfContact((Geom First, Geom Second) pair)
        {
            (Capsule first, int firstBody) = CapsuleOf(pair.First);
            (Capsule second, int secondBody) = CapsuleOf(pair.Second);
            int[] branch = mechanism.Sparsity.Branches[mechanism.LastDof(second.Link)];
            if (mechanism.IsFree || !branch.Contains(mechanism.LastDof(first.Link)))
                throw new ArgumentException($"{pair.First.Name} and {pair.Second.Name} of {robot.Name} may touch each other; that is covered for robots in the plane, where the second one hangs on the first.");
            return new CapsulePair(first, second)
            {
                Link = second.Link,
                Margin = Math.Max(pair.First.Margin, pair.Second.Margin),
                Friction = 0,
                Law = Law.Of(Softness.Mix(pair.First.Softness, pair.Second.Softness), robot.TimeStep),
                InverseWeight = Weight(firstBody) + Weight(secondBody),
            };
        }
    }

    (Capsule Capsule, int Body) CapsuleOf(Geom geom)
    {
        (int part, _, Point offset, int body) = touching.Find(touch => ReferenceEquals(touch.Geom, geom));
        if (geom.HalfLength == 0) throw new ArgumentException($"{geom.Name} of {robot.Name} is a sphere that may touch other geoms; that is covered for capsules.");
        return (new(part, InFrame(part, offset + geom.Center), geom.HalfLength * InFrame(part, geom.Axis), geom.Radius), body);
    }

    Point InFrame(int part, Point point) => Frame.Clean(parts[part].Frame.RotateBack(point));

    Link Finish(Part part)
    {
        (double Moment, Point Direction)[] principal = part.Inertia.Principal();
        // The direction of the odd moment out, if the other two are equal.
        int odd = Array.FindIndex([0, 1, 2], k => Math.Abs(principal[(k + 1) % 3].Moment - principal[(k + 2) % 3].Moment) < 1e-10 * principal[2].Moment);
        int equal = odd >= 0 ? (odd + 1) % 3
            : Array.FindIndex(principal, p => Math.Abs(Point.Dot(p.Direction, part.HingeAxis ?? Point.AxisZ)) > 1 - 1e-10) is var along && along >= 0 ? along : 0;
        Frame parent = part.Parent < 0 ? Frame.Identity : parts[part.Parent].Frame;
        part.Frame = odd >= 0 && part.Parent >= 0 && part.HingeAxis is { } axis ? Simple(part.Inertia.Center, principal[odd].Direction, axis, parent) : Frame.Identity;
        double moment = principal[equal].Moment;
        return new(part.Parent, Frame.Clean(parent.RotateBack(part.Anchor)), part.Frame.In(parent), part.Inertia.Mass, Frame.Clean(part.Frame.RotateBack(part.Inertia.Center)), moment,
            [.. principal.Where(p => Math.Abs(p.Moment - moment) > 1e-10 * principal[2].Moment).Select(p => (p.Moment - moment, Frame.Clean(part.Frame.RotateBack(p.Direction))))]);
    }

    /// <summary>x along a slender link, z along its hinge: few of the nine numbers of its rotation are then needed.</summary>
    static Frame Simple(Point center, Point slender, Point hinge, Frame otherwise)
    {
        if (Point.Dot(center, slender) < 0) slender = -slender;
        bool straight = Point.Cross(center, slender).Length < 1e-10 && Math.Abs(Point.Dot(slender, hinge)) < 1e-10;
        return straight ? new(slender, Point.Cross(hinge, slender), hinge) : otherwise;
    }

    /// <summary>A rest frame that is turned about the hinge itself becomes an offset of the hinge's angle.</summary>
    double TakeOffset(Link[] links, Dof dof)
    {
        Link link = links[dof.Link];
        Point inParent = Frame.Clean((link.Parent < 0 ? Frame.Identity : parts[link.Parent].Frame).RotateBack(dof.Axis));
        if (inParent != Point.AxisZ || link.Rest.Z != Point.AxisZ) return 0;
        links[dof.Link] = link with { Rest = Frame.Identity };
        return Portable.Atan2(link.Rest.X.Y, link.Rest.X.X);
    }

    IEnumerable<Contact> FloorContacts(int part, Geom geom, Point offset, int body, double weight)
    {
        bool sphere = geom.HalfLength == 0;
        foreach (double end in sphere ? new double[] { 0 } : [1, -1])
            yield return new FloorSphere
            {
                Link = part,
                Body = body,
                Center = InFrame(part, offset + geom.Center + end * geom.HalfLength * geom.Axis),
                Axis = sphere ? null : InFrame(part, geom.Axis),
                Radius = geom.Radius,
                Margin = geom.Margin,
                Friction = Math.Max(geom.Friction, robot.FloorFriction),
                Law = Law.Of(Softness.Mix(geom.Softness, robot.FloorSoftness), robot.TimeStep),
                InverseWeight = weight,
            };
    }
}
