namespace Neuromorphic.Registries;

/// <summary>What of a run decides whether a setting changes anything in it.</summary>
public interface IRunFacts
{
    /// <summary>The value of a setting, of whatever part of the run it is.</summary>
    T Get<T>(Setting<T> setting);

    /// <summary>What is known of a part of the run: <see cref="Environments.TaskFacts"/> of its task, <see cref="Policies.ControllerFacts"/> of its controller; null where that is not known.</summary>
    T? Find<T>() where T : class;
}
