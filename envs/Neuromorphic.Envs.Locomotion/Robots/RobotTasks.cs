using Neuromorphic.Envs.Locomotion.Model;

namespace Neuromorphic.Envs.Locomotion.Robots;

/// <summary>What each robot is rewarded for, where it starts and when it ends.</summary>
static class RobotTasks
{
    /// <summary>Height of the torso of hopper and walker in the pose that they are drawn in, m.</summary>
    const double DrawnHeight = 1.25;

    static string SourceOf(Edition edition) => edition switch
    {
        Edition.Brax => "Freeman et al. (2021), arXiv:2106.13281",
        Edition.GymnasiumV4 => "Towers et al. (2024), arXiv:2407.17032, v4",
        _ => "Towers et al. (2024), arXiv:2407.17032, v5",
    };

    static BonusRule BonusOf(Edition edition) => edition == Edition.GymnasiumV5 ? BonusRule.HealthySteps : BonusRule.EveryStep;

    /// <summary>The ant. Brax lets it start on its feet, Gymnasium drop; v5 lets it feel the floor.</summary>
    public static LocomotionTask ForAnt(Edition edition)
    {
        bool brax = edition == Edition.Brax;
        double height = brax ? .55 : .75, ankle = brax ? 1 : 0;
        return new(AntOf(edition))
        {
            Summary = "Run forwards on four legs.",
            Source = SourceOf(edition),
            Substeps = 5,
            HiddenPositions = 2,
            ControlCost = .5,
            Bonus = 1,
            BonusRule = BonusOf(edition),
            Odometer = brax ? Odometer.Position : Odometer.LastEvaluation,
            ContactSense = edition == Edition.GymnasiumV5 ? new(Limit: 1, Cost: 5e-4) : null,
            Health = new(.2, 1),
            Start = [0, 0, height, 1, 0, 0, 0, 0, ankle, 0, -ankle, 0, -ankle, 0, ankle],
            Noise = .1,
            NormalVelocities = true,
        };
    }

    /// <summary>The half cheetah.</summary>
    public static LocomotionTask ForHalfCheetah(Edition edition) => new(edition == Edition.Brax ? HalfCheetah.Brax : HalfCheetah.Gymnasium)
    {
        Summary = "Run forwards on two legs in the plane.",
        Source = SourceOf(edition),
        Substeps = 5,
        HiddenPositions = 1,
        ControlCost = .1,
        Start = new double[9],
        Noise = .1,
        NormalVelocities = true,
    };

    /// <summary>The hopper. Its height counts from the drawn pose in Brax, else from the floor.</summary>
    public static LocomotionTask ForHopper(Edition edition) => new(HopperOf(edition))
    {
        Summary = "Hop forwards on one leg in the plane without falling.",
        Source = SourceOf(edition),
        Substeps = 4,
        HiddenPositions = 1,
        ObservedSpeed = 10,
        HeightOffset = edition == Edition.Brax ? DrawnHeight : 0,
        ControlCost = 1e-3,
        Bonus = 1,
        BonusRule = BonusOf(edition),
        Health = new(.7, double.PositiveInfinity, Angle: .2, State: 100),
        Start = [0, edition == Edition.Brax ? 0 : DrawnHeight, 0, 0, 0, 0],
        Noise = .005,
    };

    /// <summary>The walker. Its height counts from the drawn pose in Brax, else from the floor.</summary>
    public static LocomotionTask ForWalker2d(Edition edition) => new(WalkerOf(edition))
    {
        Summary = "Walk forwards on two legs in the plane without falling.",
        Source = SourceOf(edition),
        Substeps = 4,
        HiddenPositions = 1,
        ObservedSpeed = 10,
        HeightOffset = edition == Edition.Brax ? DrawnHeight : 0,
        ControlCost = 1e-3,
        Bonus = 1,
        BonusRule = BonusOf(edition),
        Health = new(.8, 2, Angle: 1),
        Start = [0, edition == Edition.Brax ? 0 : DrawnHeight, 0, 0, 0, 0, 0, 0, 0],
        Noise = .005,
    };

    static Robot AntOf(Edition edition) => edition switch
    {
        Edition.Brax => Ant.Brax,
        Edition.GymnasiumV4 => Ant.GymnasiumV4,
        _ => Ant.GymnasiumV5,
    };

    static Robot HopperOf(Edition edition) => edition switch
    {
        Edition.Brax => Hopper.Brax,
        Edition.GymnasiumV4 => Hopper.GymnasiumV4,
        _ => Hopper.GymnasiumV5,
    };

    static Robot WalkerOf(Edition edition) => edition switch
    {
        Edition.Brax => Walker2d.Brax,
        Edition.GymnasiumV4 => Walker2d.GymnasiumV4,
        _ => Walker2d.GymnasiumV5,
    };
}
