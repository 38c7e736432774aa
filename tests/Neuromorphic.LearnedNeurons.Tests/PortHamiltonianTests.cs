using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Xunit;

namespace Neuromorphic.LearnedNeurons.Tests;

/// <summary>A port-Hamiltonian system that sees nothing loses energy by dissipation and by nothing else, and keeps volume without.</summary>
public sealed unsafe class PortHamiltonianTests
{
    const int Modes = 3, Units = 7;

    /// <summary>A system whose numbers are set, which can be stepped from any state.</summary>
    sealed class PortSystem
    {
        readonly Policy policy;
        readonly Scalar64[] numbers;

        public PortSystem(double step, double dissipation)
        {
            policy = PortHamiltonianPolicy.Create(Tasks.Free(1, 1), new() { Modes = Modes, Neurons = Units, Step = step });
            float[] vector = policy.Layout.InitialVector(4);
            numbers = new Scalar64[policy.Layout.PerMemberCount];
            Scalar64[] search = [.. policy.Layout.Search(vector).Select(x => (Scalar64)x)];
            fixed (Scalar64* from = search, to = numbers) ParameterDecoder.DecodeTrained(policy.Layout, from, to);
            ParameterSlice slice = policy.Layout["dissipation"];
            for (int i = 0; i < Modes; i++) numbers[slice.BufferOffset + i] = dissipation;
        }

        /// <summary>The state q, p after so many steps that see nothing.</summary>
        public double[] After(double[] state, int steps)
        {
            Scalar64[] memory = new Scalar64[policy.Kernel.StateSize], nothing = new Scalar64[1];
            for (int i = 0; i < state.Length; i++) memory[i] = state[i];
            NoProbe probe = default;
            fixed (Scalar64* own = numbers, at = memory, seen = nothing)
                for (int step = 0; step < steps; step++)
                    policy.Kernel.Run(new PolicyParameters<Scalar64, LaneBuffer<Scalar64>, SharedBuffer<Scalar64>>(new(own), default), new LaneBuffer<Scalar64>(at), new(seen), ref probe, default(Alone));
            return [.. memory[..(2 * Modes)].Select(x => x.Value)];
        }

        /// <summary>V(q) + T(p).</summary>
        public double Energy(double[] state) => Of("potential", state.AsSpan(0, Modes)) + Of("kinetic", state.AsSpan(Modes));

        double Of(string name, ReadOnlySpan<double> x)
        {
            int weight = policy.Layout[name + "/weight"].BufferOffset, bias = policy.Layout[name + "/bias"].BufferOffset, energy = policy.Layout[name + "/energy"].BufferOffset;
            double sum = 0;
            for (int i = 0; i < Units; i++)
            {
                double s = numbers[bias + i].Value;
                for (int k = 0; k < Modes; k++) s += numbers[weight + i * Modes + k].Value * x[k];
                sum += numbers[energy + i].Value * Math.Tanh(s);
            }
            return sum;
        }
    }

    static readonly double[] Start = [.4, -.7, .2, .5, -.3, .8];

    [Fact]
    public void Without_dissipation_the_energy_is_kept_the_better_the_shorter_steps_are()
    {
        double Change(double step) => Math.Abs(new PortSystem(step, 0) is var system ? system.Energy(system.After(Start, (int)(2 / step))) - system.Energy(Start) : 0);
        Assert.InRange(Change(.01), 1e-6, 5e-3);
        Assert.InRange(Change(.01) / Change(.005), 1.7, 2.3);
    }

    [Fact]
    public void Dissipation_takes_energy_at_every_step()
    {
        PortSystem system = new(.005, .8);
        double[] state = Start;
        for (int step = 0; step < 400; step++)
        {
            double[] next = system.After(state, 1);
            Assert.True(system.Energy(next) < system.Energy(state) + 1e-6);
            state = next;
        }
        Assert.True(system.Energy(state) < system.Energy(Start) - .05);
    }

    [Fact]
    public void Without_dissipation_a_step_keeps_volume()
    {
        const double Small = 1e-5;
        PortSystem system = new(1, 0);
        double[,] jacobian = new double[2 * Modes, 2 * Modes];
        for (int k = 0; k < 2 * Modes; k++)
        {
            double[] above = [.. Start], below = [.. Start];
            above[k] += Small;
            below[k] -= Small;
            double[] up = system.After(above, 1), down = system.After(below, 1);
            for (int i = 0; i < 2 * Modes; i++) jacobian[i, k] = (up[i] - down[i]) / (2 * Small);
        }
        Assert.Contains(Enumerable.Range(0, Modes), i => Math.Abs(jacobian[i, Modes + i]) > .02);
        Assert.Contains(Enumerable.Range(0, Modes), i => Math.Abs(jacobian[Modes + i, i]) > .02);
        Assert.Equal(1, Determinant(jacobian), 1e-7);
    }

    static double Determinant(double[,] a)
    {
        int n = a.GetLength(0);
        double result = 1;
        for (int i = 0; i < n; i++)
        {
            result *= a[i, i];
            for (int row = i + 1; row < n; row++)
                for (int k = n - 1; k >= i; k--) a[row, k] -= a[row, i] / a[i, i] * a[i, k];
        }
        return result;
    }
}
