using System.Globalization;
using System.Text;
using System.Xml;
using Neuromorphic.Envs.Locomotion.Model;

namespace Neuromorphic.Envs.Locomotion;

/// <summary>Writes robots as MJCF, so that anyone can put a policy that was trained here into MuJoCo.</summary>
public static class MjcfWriter
{
    /// <summary>The robot of an environment of this project.</summary>
    /// <exception cref="ArgumentException">No robot or variant has the name.</exception>
    public static string Write(string name, LocomotionOptions? options = null) => Write(LocomotionRegistry.Task(name, options?.Variant).Robot);

    /// <summary>A robot as a file that MuJoCo 2.2 and later load and move alike: the floor has no margin, so it does not matter whether margins are added.</summary>
    /// <exception cref="ArgumentException">The robot damps explicitly; MuJoCo's Euler does not.</exception>
    public static string Write(Robot robot)
    {
        ArgumentNullException.ThrowIfNull(robot);
        if (robot.Integrator == Integrator.EulerExplicitDamping)
            throw new ArgumentException($"{robot.Name} is integrated with explicit damping, which MJCF cannot say; {Integrator.Euler} and {Integrator.RungeKutta4} it can.", nameof(robot));
        StringBuilder text = new();
        using (XmlWriter xml = XmlWriter.Create(text, new() { Indent = true, OmitXmlDeclaration = true }))
        {
            Open(xml, "mujoco", ("model", robot.Name));
            if (robot.TotalMass is { } mass) Empty(xml, "compiler", ("angle", "radian"), ("settotalmass", Numbers(mass)));
            else Empty(xml, "compiler", ("angle", "radian"));
            Empty(xml, "option", ("timestep", Numbers(robot.TimeStep)), ("integrator", robot.Integrator == Integrator.Euler ? "Euler" : "RK4"),
                ("gravity", Numbers(0, 0, -Robot.Gravity)), ("cone", "pyramidal"));
            Open(xml, "worldbody");
            Empty(xml, "geom", ("name", "floor"), ("type", "plane"), ("size", "40 40 40"), ("contype", "0"), ("conaffinity", "1"), ("condim", "3"),
                ("friction", Numbers(robot.FloorFriction, .005, .0001)), ("solref", Spring(robot.FloorSoftness)), ("solimp", Impedance(robot.FloorSoftness)));
            Write(xml, robot.Root);
            xml.WriteEndElement();
            if (robot.TouchesItself)
            {
                Open(xml, "contact");
                foreach ((Geom first, Geom second) in robot.SelfContacts) WritePair(xml, first, second);
                xml.WriteEndElement();
            }
            Open(xml, "actuator");
            foreach (Actuator actuator in robot.Actuators)
                Empty(xml, "motor", ("joint", actuator.Joint), ("gear", Numbers(actuator.Gear)), ("ctrllimited", "true"), ("ctrlrange", "-1 1"));
        }
        return text.ToString();
    }

    static void Write(XmlWriter xml, Body body)
    {
        Open(xml, "body", ("name", body.Name), ("pos", Numbers(body.Position)));
        foreach (Joint joint in body.Joints) Write(xml, joint);
        foreach (Geom geom in body.Geoms)
        {
            bool capsule = geom.HalfLength > 0;
            Empty(xml, "geom", ("name", geom.Name), ("type", capsule ? "capsule" : "sphere"), ("pos", Numbers(geom.Center)), ("zaxis", Numbers(geom.Axis)),
                ("size", capsule ? Numbers(geom.Radius, geom.HalfLength) : Numbers(geom.Radius)), ("density", Numbers(geom.Density)),
                ("contype", geom.Collides ? "1" : "0"), ("conaffinity", "0"), ("condim", "3"), ("friction", Numbers(geom.Friction, .005, .0001)),
                ("margin", Numbers(geom.Margin)), ("solref", Spring(geom.Softness)), ("solimp", Impedance(geom.Softness)));
        }
        foreach (Body child in body.Children) Write(xml, child);
        xml.WriteEndElement();
    }

    static void WritePair(XmlWriter xml, Geom first, Geom second)
    {
        Softness softness = Softness.Mix(first.Softness, second.Softness);
        Empty(xml, "pair", ("geom1", first.Name), ("geom2", second.Name), ("condim", "1"),
            ("margin", Numbers(Math.Max(first.Margin, second.Margin))), ("solref", Spring(softness)), ("solimp", Impedance(softness)));
    }

    static void Write(XmlWriter xml, Joint joint)
    {
        if (joint.Kind == JointKind.Free)
        {
            Empty(xml, "joint", ("name", joint.Name), ("type", "free"));
            return;
        }
        Open(xml, "joint", ("name", joint.Name), ("type", joint.Kind == JointKind.Slide ? "slide" : "hinge"), ("axis", Numbers(joint.Axis)), ("pos", Numbers(joint.Position)),
            ("ref", Numbers(joint.Reference)), ("stiffness", Numbers(joint.Stiffness)), ("damping", Numbers(joint.Damping)), ("armature", Numbers(joint.Armature)),
            ("limited", joint.Range == null ? "false" : "true"));
        if (joint.Range is { } range)
        {
            xml.WriteAttributeString("range", Numbers(range.Low, range.High));
            xml.WriteAttributeString("solreflimit", Spring(joint.Softness));
            xml.WriteAttributeString("solimplimit", Impedance(joint.Softness));
        }
        xml.WriteEndElement();
    }

    static string Spring(Softness softness) => Numbers(softness.TimeConstant, softness.DampingRatio);
    static string Impedance(Softness softness) => Numbers(softness.ImpedanceAtZero, softness.ImpedanceAtWidth, softness.Width);
    static string Numbers(Point point) => Numbers(point.X, point.Y, point.Z);
    static string Numbers(params double[] numbers) => string.Join(" ", numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));

    static void Open(XmlWriter xml, string name, params (string Name, string Value)[] attributes)
    {
        xml.WriteStartElement(name);
        foreach ((string attribute, string value) in attributes) xml.WriteAttributeString(attribute, value);
    }

    static void Empty(XmlWriter xml, string name, params (string Name, string Value)[] attributes)
    {
        Open(xml, name, attributes);
        xml.WriteEndElement();
    }
}
