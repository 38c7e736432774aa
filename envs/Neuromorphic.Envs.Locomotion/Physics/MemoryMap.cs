namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>What the state holds besides what the next step needs, for tasks that ask for it.</summary>
[Flags]
enum Measured
{
    None = 0,
    /// <summary><see cref="MemoryMap.Lag"/>.</summary>
    Lag = 1,
    /// <summary><see cref="MemoryMap.ContactForce"/>.</summary>
    ContactForces = 2,
}

/// <summary>Where the engine keeps its numbers: the index of the first number of each kind.</summary>
sealed class MemoryMap
{
    /// <summary>Numbers that a line search keeps.</summary>
    public const int BracketSize = 6;

    int count;

    public MemoryMap(Mechanism mechanism, Measured measured = Measured.None)
    {
        Measured = measured;
        bool forces = measured.HasFlag(Measured.ContactForces);
        int velocities = mechanism.Velocities, contacts = mechanism.Contacts.Length, links = mechanism.Links.Length, matrix = mechanism.Sparsity.Count;
        LongestBranch = mechanism.Sparsity.LongestBranch;
        Position = Reserve(mechanism.Positions);
        Velocity = Reserve(velocities);
        Acceleration = Reserve(velocities);
        Unconverged = Reserve(1);
        Lag = Reserve(measured.HasFlag(Measured.Lag) ? 1 : 0);
        ContactForce = Reserve(forces ? 6 * mechanism.Bodies : 0);
        StateSize = count;
        Shift = Reserve(1);
        Factors = Reserve(matrix);
        Right = Reserve(velocities);
        int limbs = mechanism.Limbs.Length;
        RootDofs = mechanism.Limbs[0].Dofs.Length;
        Carried = Reserve(limbs * CarriedSize);
        LimitActive = Reserve(velocities);
        EdgeActive = Reserve(4 * contacts);
        Changed = Reserve(limbs);
        Start = Reserve(velocities);
        Target = Reserve(velocities);
        Slope = Reserve(limbs);
        SlopeTerms = Reserve(limbs);
        Searching = Reserve(1);
        Bracket = Reserve(BracketSize);
        StagePosition = Reserve(mechanism.Positions);
        StageVelocity = Reserve(velocities);
        SumVelocity = Reserve(velocities);
        SumAcceleration = Reserve(velocities);
        VariableCount = count;
        Control = Reserve(mechanism.Controls);
        Sin = Reserve(velocities);
        Cos = Reserve(velocities);
        Rotation = Reserve(9 * links);
        Origin = Reserve(3 * links);
        Axis = Reserve(6 * velocities);
        WorldVelocity = Reserve(velocities);
        Mass = Reserve(matrix);
        Bias = Reserve(velocities);
        Force = Reserve(velocities);
        LimitWeight = Reserve(velocities);
        LimitTarget = Reserve(velocities);
        LimitSide = Reserve(velocities);
        Gap = Reserve(contacts);
        EdgeWeight = Reserve(contacts);
        EdgeTarget = Reserve(3 * contacts);
        Jacobian = Reserve(3 * LongestBranch * contacts);
        Center = Reserve(forces ? 3 : 0);
        Count = count;
    }

    int Reserve(int numbers)
    {
        int first = count;
        count += numbers;
        return first;
    }

    /// <summary>Positions; MuJoCo's qpos.</summary>
    public int Position { get; }
    /// <summary>Velocities; MuJoCo's qvel, the angular one of a free root in its own frame.</summary>
    public int Velocity { get; }
    /// <summary>Accelerations of the last evaluation, from which the next solve starts; the angular one of a free root in the world's frame.</summary>
    public int Acceleration { get; }
    /// <summary>What the state holds besides positions, velocities and accelerations.</summary>
    public Measured Measured { get; }
    /// <summary>Solves of this episode that ended before they had converged.</summary>
    public int Unconverged { get; }
    /// <summary>How far the root has moved along x since the last evaluation, m; if measured.</summary>
    public int Lag { get; }
    /// <summary>What the floor does to each body of the robot, welded or not: moment (N m) about the robot's centre of mass and force (N), along the world's axes; if measured. MuJoCo's cfrc_ext. [body][6]</summary>
    public int ContactForce { get; }
    /// <summary>Positions, velocities, accelerations, what is counted and what is measured: all that a step leaves to the next.</summary>
    public int StateSize { get; }
    /// <summary>Way that the root has gone along x, m.</summary>
    public int Shift { get; }
    /// <summary>Factors of M + J' D J over the active constraints, rows of limbs.</summary>
    public int Factors { get; }
    /// <summary>Right side of the Newton step after elimination, rows of limbs.</summary>
    public int Right { get; }
    /// <summary>What the elimination of a limb adds to the root's matrix and right side. [limb][<see cref="CarriedSize"/>]</summary>
    public int Carried { get; }
    /// <summary>Degrees of freedom of the root.</summary>
    public int RootDofs { get; }
    /// <summary>The root's matrix and right side.</summary>
    public int CarriedSize => RootDofs * (RootDofs + 1) / 2 + RootDofs;
    /// <summary>Weight of a limit that is active in the present step of the solver, else 0.</summary>
    public int LimitActive { get; }
    /// <summary>Weight of the edges n + t1, n - t1, n + t2, n - t2 of a friction pyramid that are active, else 0. [contact][4]</summary>
    public int EdgeActive { get; }
    /// <summary>Positive where the last step of the solver changed the active set. [limb]</summary>
    public int Changed { get; }
    /// <summary>Line search: accelerations that a step of the solver starts from.</summary>
    public int Start { get; }
    /// <summary>Line search: accelerations that the Newton step asks for.</summary>
    public int Target { get; }
    /// <summary>Line search: what a limb adds to the slope of the cost from <see cref="Start"/> to <see cref="Target"/>, at the present accelerations. [limb]</summary>
    public int Slope { get; }
    /// <summary>Line search: the sum of the magnitudes of that slope's terms. [limb]</summary>
    public int SlopeTerms { get; }
    /// <summary>Line search: 1 where a lane has not converged, else 0.</summary>
    public int Searching { get; }
    /// <summary>Line search: what <see cref="LineSearch"/> keeps. [<see cref="BracketSize"/>]</summary>
    public int Bracket { get; }
    /// <summary>Runge-Kutta: where the step began.</summary>
    public int StagePosition { get; }
    /// <inheritdoc cref="StagePosition"/>
    public int StageVelocity { get; }
    /// <summary>Runge-Kutta: weighted sums over the stages.</summary>
    public int SumVelocity { get; }
    /// <inheritdoc cref="SumVelocity"/>
    public int SumAcceleration { get; }
    /// <summary>What lies before is written by several stages; everything from here on by one.</summary>
    public int VariableCount { get; }
    /// <summary>Controls, clipped.</summary>
    public int Control { get; }
    /// <summary>Sine of a hinge's angle, offset included.</summary>
    public int Sin { get; }
    /// <summary>Cosine likewise.</summary>
    public int Cos { get; }
    /// <summary>Columns of the rotation of each link.</summary>
    public int Rotation { get; }
    /// <summary>Origin of each link from the root's, along the world's axes.</summary>
    public int Origin { get; }
    /// <summary>Motion of each degree of freedom: angular, then linear at the root's origin.</summary>
    public int Axis { get; }
    /// <summary>Velocities, the angular one of a free root in the world's frame.</summary>
    public int WorldVelocity { get; }
    /// <summary>M, armature included.</summary>
    public int Mass { get; }
    /// <summary>Coriolis, centrifugal and gravity force; MuJoCo's qfrc_bias in the world's frame.</summary>
    public int Bias { get; }
    /// <summary>All forces but those of constraints.</summary>
    public int Force { get; }
    /// <summary>Weight of a joint's limit: 1 / R where it is violated, else 0.</summary>
    public int LimitWeight { get; }
    /// <summary>Acceleration that the limit wants.</summary>
    public int LimitTarget { get; }
    /// <summary>1 at the lower limit, -1 at the upper one.</summary>
    public int LimitSide { get; }
    /// <summary>Distance to the floor less the margin; negative in contact.</summary>
    public int Gap { get; }
    /// <summary>Weight of each pyramid edge in contact, else 0.</summary>
    public int EdgeWeight { get; }
    /// <summary>Accelerations wanted: along the normal, friction times along either tangent. [contact][3]</summary>
    public int EdgeTarget { get; }
    /// <summary>Rows along normal and tangents over the branch of the contact's link. [contact][3][branch]</summary>
    public int Jacobian { get; }
    /// <summary>The robot's centre of mass from the root's origin, if contact forces are measured.</summary>
    public int Center { get; }
    /// <summary>Numbers in all.</summary>
    public int Count { get; }
    /// <summary>Length of a row of a Jacobian.</summary>
    public int LongestBranch { get; }

    /// <summary>Row of a contact's Jacobian: 0 normal, 1 and 2 tangents.</summary>
    public int JacobianRow(int contact, int direction) => Jacobian + (3 * contact + direction) * LongestBranch;
}
