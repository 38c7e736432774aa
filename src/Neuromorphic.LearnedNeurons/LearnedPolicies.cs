using Neuromorphic.Environments;
using Neuromorphic.Gradients;
using Neuromorphic.Policies;
using Neuromorphic.Registries;
using Neuromorphic.Training;

namespace Neuromorphic.LearnedNeurons;

/// <summary>The controllers of this project by name.</summary>
public static class LearnedPolicies
{
    const string Spiking = "neurons that spike: --policy spiking";

    static LearnedPolicies()
    {
        PolicyRegistry.All.Add(new LdnnFamily());
        PolicyRegistry.All.Add(new EnergyFamily());
        PolicyRegistry.All.Add(new PortHamiltonianFamily());
    }

    /// <summary>Makes sure that <see cref="PolicyRegistry"/> has them now; it looks for them itself when a name is asked for.</summary>
    public static void Register()
    {
    }

    /// <summary>LDNN, whose types gradients reach in one of its forms alone.</summary>
    sealed class LdnnFamily() : PolicyFamily("ldnn", "Dense layers whose neurons are of several types, each an activation function that was learned elsewhere or is learned along (Choudhary et al. 2023).",
        (environment, options) => LdnnPolicy.Create(environment, LdnnPolicy.Read(options)), LdnnPolicy.Settings)
    {
        public override ControllerFacts Describe(OptionSet options) => new()
        {
            Spikes = Spiking,
            State = LdnnPolicy.Read(options).Recurrent ? null : "a state: --recurrence full, or --policy spiking",
            NeuronNumbers = LdnnPolicy.Read(options).Types.Count > 0 ? "types that are learned: no --types" : null,
        };

        internal override IGradientModel Network(EnvironmentSpec environment, OptionSet options)
        {
            LdnnOptions read = LdnnPolicy.Read(options);
            if (read.Types.Count == 0 && read.Form != TypeForm.SubNetwork) throw new ArgumentException("Gradients do not reach types that are learned as polynomials; allowed with gradients: --form sub-network, or --types that are kept.");
            return base.Network(environment, options);
        }
    }

    /// <summary>Controllers that are the gradient of an energy.</summary>
    sealed class EnergyFamily() : PolicyFamily("energy", "The gradient of a learned energy, mapped to actions; with a field as map the Hamiltonian neural network (Greydanus et al. 2019).",
        (environment, options) => EnergyPolicy.Create(environment, EnergyPolicy.Read(options)), EnergyPolicy.Settings)
    {
        public override ControllerFacts Describe(OptionSet options) => new()
        {
            Spikes = Spiking,
            State = "a state: --policy port-hamiltonian, spiking",
            NeuronNumbers = EnergyPolicy.Read(options).Activations.Any(function => function.Parameters > 0) ? null : "activation functions with numbers, P0, P1, ...",
        };
    }

    /// <summary>Port-Hamiltonian controllers.</summary>
    sealed class PortHamiltonianFamily() : PolicyFamily("port-hamiltonian", "A Hamiltonian system with ports, recurrent: what it sees pushes it, its gradients act.",
        (environment, options) => PortHamiltonianPolicy.Create(environment, PortHamiltonianPolicy.Read(options)), PortHamiltonianPolicy.Settings)
    {
        public override ControllerFacts Describe(OptionSet options) => new() { Spikes = Spiking, NeuronNumbers = "parameters of neurons: --policy spiking" };
    }
}
