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

    /// <summary>The limit: what reading and writing alone take.</summary>
    public static void Copy(ArrayView<float> from, ArrayView<float> to)
    {
        int i = Grid.GlobalIndex.X;
        if (i < from.Length) to[i] = from[i];
    }
}

/// <summary>The updates of a number of neurons, each with parameters of its own, on a device.</summary>
sealed class DeviceNeurons<TNeuron> : IDisposable where TNeuron : struct, INeuron<TNeuron>
{
    readonly Accelerator accelerator;
    readonly Action<KernelConfig, NeuronArguments<TNeuron>> step;
    readonly Action<KernelConfig, ArrayView<float>, ArrayView<float>> copy;
    readonly DeviceMemory parameters, state, currents, spikes, copied;
    readonly NeuronArguments<TNeuron> arguments;

    public DeviceNeurons(DeviceAccelerator device, TNeuron neuron, ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, ReadOnlySpan<float> currents)
    {
        accelerator = device.Accelerator;
        step = accelerator.LoadStreamKernel<NeuronArguments<TNeuron>>(NeuronKernels.Step);
        copy = accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>>(NeuronKernels.Copy);
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

    /// <summary>Copies of as many bytes as an update reads and writes, one launch each.</summary>
    public void Copy(int copies)
    {
        long half = CopyLength;
        ArrayView<float> all = copied.View(2 * half);
        for (int i = 0; i < copies; i++) copy(DeviceBackend.Threads(half), all.SubView(0, half), all.SubView(half, half));
        accelerator.Synchronize();
    }

    /// <summary>Numbers that are read in a copy.</summary>
    public long CopyLength => (arguments.Parameters.Length + 4L * arguments.Count) / 2;

    /// <summary>Launches of a kernel that does nothing.</summary>
    public void Launch(int launches)
    {
        for (int i = 0; i < launches; i++) copy(new(1, 1), copied.View(0).SubView(0, 0), copied.View(0).SubView(0, 0));
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
