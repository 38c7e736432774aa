using ILGPU;
using ILGPU.Runtime;
using Neuromorphic.Gpu;
using Neuromorphic.Neurons;

namespace Neuromorphic.Benchmarks;

/// <summary>One update of neurons without a network around them: a thread each, what a device's memory can keep up with at best.</summary>
struct NeuronArguments<TNeuron> where TNeuron : struct, INeuron<TNeuron>
{
    public TNeuron Neuron;
    /// <summary>[parameter][neuron], [variable][neuron], [neuron], [neuron].</summary>
    public ArrayView<float> Parameters, State, Currents, Spikes;
    public int Count;
}

static class NeuronKernels
{
    public static void Step<TNeuron>(NeuronArguments<TNeuron> arguments) where TNeuron : struct, INeuron<TNeuron>
    {
        int n = Grid.GlobalIndex.X;
        if (n >= arguments.Count) return;
        DeviceReal current = new(arguments.Currents[n]);
        arguments.Spikes[n] = arguments.Neuron.Step<DeviceReal, SharedDeviceBuffer, SharedDeviceBuffer>(new(arguments.Parameters), new(arguments.State), n, arguments.Count, current).Value;
    }

    /// <summary>What a launch takes.</summary>
    public static void Nothing(int argument)
    {
    }
}

/// <summary>The updates of a number of neurons, each with parameters of its own, on a device.</summary>
sealed class DeviceNeurons<TNeuron> : IDisposable where TNeuron : struct, INeuron<TNeuron>
{
    readonly Accelerator accelerator;
    readonly Action<KernelConfig, NeuronArguments<TNeuron>> step;
    readonly Action<KernelConfig, int> nothing;
    readonly DeviceMemory parameters, state, currents, spikes, copied;
    readonly NeuronArguments<TNeuron> arguments;

    public DeviceNeurons(DeviceAccelerator device, TNeuron neuron, ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, ReadOnlySpan<float> currents)
    {
        accelerator = device.Accelerator;
        step = accelerator.LoadStreamKernel<NeuronArguments<TNeuron>>(NeuronKernels.Step);
        nothing = accelerator.LoadStreamKernel<int>(NeuronKernels.Nothing);
        (this.parameters, this.state, this.currents, spikes, copied) = (new(accelerator), new(accelerator), new(accelerator), new(accelerator), new(accelerator));
        arguments = new()
        {
            Neuron = neuron,
            Parameters = this.parameters.Upload(parameters),
            State = this.state.Upload(state),
            Currents = this.currents.Upload(currents),
            Spikes = spikes.View(currents.Length),
            Count = currents.Length,
        };
    }

    /// <summary>Some updates, one launch each; returns when all are done.</summary>
    public void Step(int updates)
    {
        for (int i = 0; i < updates; i++) step(DeviceBackend.Threads(arguments.Count), arguments);
        accelerator.Synchronize();
    }

    /// <summary>Copies by the driver of as many bytes as an update reads and writes.</summary>
    public void Copy(int copies)
    {
        long half = CopyLength;
        ArrayView<float> all = copied.View(2 * half);
        for (int i = 0; i < copies; i++) all.SubView(0, half).CopyTo(accelerator.DefaultStream, all.SubView(half, half));
        accelerator.Synchronize();
    }

    /// <summary>Numbers that are read in a copy.</summary>
    public long CopyLength => (arguments.Parameters.Length + 4L * arguments.Count) / 2;

    /// <summary>Launches of a kernel that does nothing.</summary>
    public void Launch(int launches)
    {
        for (int i = 0; i < launches; i++) nothing(new(1, 1), arguments.Count);
        accelerator.Synchronize();
    }

    public float[] State() => Read(arguments.State);
    public float[] Spikes() => Read(arguments.Spikes);

    static float[] Read(ArrayView<float> view)
    {
        float[] numbers = new float[view.Length];
        view.CopyToCPU(numbers);
        return numbers;
    }

    public void Dispose()
    {
        foreach (DeviceMemory memory in (DeviceMemory[])[parameters, state, currents, spikes, copied]) memory.Dispose();
    }
}
