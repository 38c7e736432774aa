using Neuromorphic.Envs.Locomotion.Model;

namespace Neuromorphic.Envs.Locomotion.Robots;

/// <summary>What each robot is rewarded for, where it starts and when it ends.</summary>
static class RobotTasks
{
    const string Gymnasium = "Towers et al. (2024), arXiv:2407.17032, v4", Brax = "Freeman et al. (2021), arXiv:2106.13281";

    static string SourceOf(Robot robot) => robot.Source.StartsWith("brax", StringComparison.Ordinal) ? Brax : Gymnasium;

    /// <summary>The ant. Brax lets it start on its feet, Gymnasium drop.</summary>
    public static LocomotionTask ForAnt(Robot robot, double height, double ankle) => new(robot)
    {
        Summary = "Run forwards on four legs.",
        Source = SourceOf(robot),
        Substeps = 5,
        HiddenPositions = 2,
        ControlCost = .5,
        Bonus = 1,
        Health = new(.2, 1),
        Start = [0, 0, height, 1, 0, 0, 0, 0, ankle, 0, -ankle, 0, -ankle, 0, ankle],
        Noise = .1,
        NormalVelocities = true,
    };

    /// <summary>The half cheetah.</summary>
    public static LocomotionTask ForHalfCheetah(Robot robot) => new(robot)
    {
        Summary = "Run forwards on two legs in the plane.",
        Source = SourceOf(robot),
        Substeps = 5,
        HiddenPositions = 1,
        ControlCost = .1,
        Start = new double[9],
        Noise = .1,
        NormalVelocities = true,
    };

    /// <summary>The hopper. Its height counts from the floor or from the drawn pose.</summary>
    public static LocomotionTask ForHopper(Robot robot, double drawnHeight) => new(robot)
    {
        Summary = "Hop forwards on one leg in the plane without falling.",
        Source = SourceOf(robot),
        Substeps = 4,
        HiddenPositions = 1,
        ObservedSpeed = 10,
        HeightOffset = 1.25 - drawnHeight,
        ControlCost = 1e-3,
        Bonus = 1,
        Health = new(.7, double.PositiveInfinity, Angle: .2, State: 100),
        Start = [0, drawnHeight, 0, 0, 0, 0],
        Noise = .005,
    };

    /// <summary>The walker. Its height counts from the floor or from the drawn pose.</summary>
    public static LocomotionTask ForWalker2d(Robot robot, double drawnHeight) => new(robot)
    {
        Summary = "Walk forwards on two legs in the plane without falling.",
        Source = SourceOf(robot),
        Substeps = 4,
        HiddenPositions = 1,
        ObservedSpeed = 10,
        HeightOffset = 1.25 - drawnHeight,
        ControlCost = 1e-3,
        Bonus = 1,
        Health = new(.8, 2, Angle: 1),
        Start = [0, drawnHeight, 0, 0, 0, 0, 0, 0, 0],
        Noise = .005,
    };
}
