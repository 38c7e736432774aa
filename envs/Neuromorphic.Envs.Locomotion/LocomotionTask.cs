using Neuromorphic.Environments;
using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Envs.Locomotion.Programs;

namespace Neuromorphic.Envs.Locomotion;

/// <summary>A robot with a task: go forwards along x.</summary>
sealed class LocomotionTask
{
    static int count;

    readonly Lazy<RobotRecording> recording;
    readonly Lazy<IEnvironment> deviceForm;

    public LocomotionTask(Robot robot)
    {
        Robot = robot;
        recording = new(() => new RobotRecording(MechanismCompiler.Compile(robot), Measured));
        deviceForm = new(() => DeviceRobot.Create(this));
        Index = Interlocked.Increment(ref count) - 1;
    }

    public Robot Robot { get; }
    /// <summary>Number of the task among all of this process.</summary>
    public int Index { get; }
    public RobotRecording Recording => recording.Value;
    /// <inheritdoc cref="IHostEnvironment.DeviceForm"/>
    public IEnvironment DeviceForm => deviceForm.Value;

    public required string Summary { get; init; }
    public required string Source { get; init; }
    /// <summary>Physics steps in a step of the environment.</summary>
    public required int Substeps { get; init; }
    /// <summary>Positions that are not observed: those along which the world is the same everywhere.</summary>
    public required int HiddenPositions { get; init; }
    /// <summary>Velocities are observed up to this.</summary>
    public double ObservedSpeed { get; init; } = double.PositiveInfinity;
    /// <summary>Added to the observed height, m: the torso's in the drawn pose, if positions count from there.</summary>
    public double HeightOffset { get; init; }
    /// <summary>Cost of a squared control.</summary>
    public required double ControlCost { get; init; }
    /// <summary>Reward for being alive.</summary>
    public double Bonus { get; init; }
    public BonusRule BonusRule { get; init; }
    public Odometer Odometer { get; init; }
    /// <summary>How contact forces are observed and what they cost; not at all, if none.</summary>
    public ContactSense? ContactSense { get; init; }
    /// <summary>When an episode ends; never, if none.</summary>
    public Health? Health { get; init; }
    /// <summary>Positions of a reset before noise.</summary>
    public required double[] Start { get; init; }
    /// <summary>Positions: uniform within this. Velocities: uniform too, or normal with this deviation.</summary>
    public required double Noise { get; init; }
    public bool NormalVelocities { get; init; }

    /// <summary>Name, spaces and sizes.</summary>
    public EnvironmentSpec Spec
    {
        get
        {
            Mechanism mechanism = Recording.Mechanism;
            double[] bounds =
            [
                .. Enumerable.Repeat(double.PositiveInfinity, mechanism.Positions - HiddenPositions),
                .. Enumerable.Repeat(ObservedSpeed, mechanism.Velocities),
                .. ContactSense is { } sense ? Enumerable.Repeat(sense.Limit, 6 * mechanism.Bodies) : [],
            ];
            return new()
            {
                Name = Robot.Name,
                Summary = Summary,
                Source = Source,
                ObservationSpace = new Box([.. bounds.Select(bound => -bound)], bounds),
                ActionSpace = Box.Uniform(mechanism.Controls, -1, 1),
                StateSize = Recording.Map.StateSize,
                StepLimit = RobotEnvironment.StepLimit,
                TimeStep = TimeStep,
                UnconvergedIndex = Recording.Map.Unconverged,
                Appearance = () => RobotAppearance.Of(Robot),
            };
        }
    }

    Measured Measured =>
        (Odometer == Odometer.LastEvaluation ? Measured.Lag : Measured.None) | (ContactSense != null ? Measured.ContactForces : Measured.None);

    /// <summary>Physics steps times their length, s.</summary>
    public double TimeStep => Substeps * Robot.TimeStep;
}

/// <summary>Which steps earn the bonus.</summary>
enum BonusRule
{
    EveryStep,
    /// <summary>All but the one that ends the episode.</summary>
    HealthySteps,
}

/// <summary>Whose way along x counts.</summary>
enum Odometer
{
    /// <summary>The root's position.</summary>
    Position,
    /// <summary>The root as it was when forces were last evaluated: MuJoCo's xpos, which lies behind qpos, with Runge-Kutta by the last stage only.</summary>
    LastEvaluation,
}

/// <summary>The force and moment on each body, clipped to a magnitude, and the cost of their squares.</summary>
sealed record ContactSense(double Limit, double Cost);

/// <summary>The states in which an episode goes on; the bounds belong to them for the height, not for the others.</summary>
/// <param name="Low">Least height, m.</param>
/// <param name="High">Greatest height, m.</param>
/// <param name="Angle">Greatest tilt, rad.</param>
/// <param name="State">Greatest magnitude of every number but x and the height.</param>
sealed record Health(double Low, double High, double Angle = double.PositiveInfinity, double State = double.PositiveInfinity);
