namespace Neuromorphic.Envs.Locomotion.Robots;

/// <summary>Whose robots and tasks.</summary>
enum Edition
{
    Brax,
    GymnasiumV4,
    GymnasiumV5,
}
