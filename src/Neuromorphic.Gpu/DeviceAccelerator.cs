using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Neuromorphic.Gpu;

/// <summary>A device that can be computed on.</summary>
/// <param name="Name">What `--device` takes: cuda, opencl, or with a number where there are several (cuda:1).</param>
/// <param name="Description">What its driver calls it.</param>
/// <param name="Memory">Bytes.</param>
/// <param name="Multiprocessors">Multiprocessors or compute units.</param>
public sealed record DeviceInfo(string Name, string Description, long Memory, int Multiprocessors);

/// <summary>A device of this machine, opened: what makes kernels and buffers.</summary>
public sealed class DeviceAccelerator : IDisposable
{
    /// <summary>Threads of a group.</summary>
    public const int GroupSize = 64;
    /// <summary>Threads that run in step.</summary>
    internal const int WarpSize = 32;

    static readonly string[] Kinds = ["cuda", "opencl"];
    static readonly Lock Drivers = new();

    readonly Context context;

    static DeviceAccelerator() => NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, Resolve);

    DeviceAccelerator(Context context, Accelerator accelerator, string name)
    {
        this.context = context;
        Accelerator = accelerator;
        Name = name;
    }

    /// <summary>The name that it was opened by.</summary>
    public string Name { get; }
    internal Accelerator Accelerator { get; }
    /// <summary>Whether it is the processor itself, whose threads are few.</summary>
    internal bool IsProcessor => Accelerator is CLAccelerator { DeviceType: CLDeviceType.CL_DEVICE_TYPE_CPU };

    /// <summary>The drivers' libraries under the names that their packages install; development packages add the others.</summary>
    static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        string? installed = name switch
        {
            "cuda" => "libcuda.so.1",
            "OpenCL" => "libOpenCL.so.1",
            _ => null,
        };
        return installed != null && OperatingSystem.IsLinux() && NativeLibrary.TryLoad(installed, out nint library) ? library : 0;
    }

    /// <summary>The devices of this machine.</summary>
    public static IReadOnlyList<DeviceInfo> List()
    {
        using Context context = CreateContext();
        return [.. Devices(context).Select(entry => new DeviceInfo(entry.Name, entry.Device.Name, entry.Device.MemorySize, entry.Device.NumMultiprocessors))];
    }

    /// <summary>Opens a device.</summary>
    /// <exception cref="ArgumentException">There is no such kind of device.</exception>
    /// <exception cref="DeviceException">There is no such device; the message says which there are, or what is missing.</exception>
    public static DeviceAccelerator Open(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Kinds.Contains(name.Split(':')[0])) throw new ArgumentException($"There is no kind of device '{name}'; allowed: cpu, {string.Join(", ", Kinds)}, or one of them with a number, such as cuda:1.");
        Context context = CreateContext();
        try
        {
            List<(string Name, Device Device)> devices = Devices(context);
            Device? device = devices.Find(entry => entry.Name == name || entry.Name == name + ":0" || entry.Name + ":0" == name).Device;
            if (device == null) throw new DeviceException(Missing(name, devices));
            return new(context, Start(context, device, name), name);
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    static Accelerator Start(Context context, Device device, string name)
    {
        try
        {
            return device.CreateAccelerator(context);
        }
        catch (Exception e) when (e is AcceleratorException or NotSupportedException)
        {
            throw new DeviceException($"The device '{name}' ({device.Name}) cannot be opened: {e.Message} Its driver may be too old, or another program may hold it.", e);
        }
    }

    static Context CreateContext()
    {
        // One at a time: an OpenCL driver that two threads wake at once shows one of them no device.
        lock (Drivers)
        {
            // Optimisation above the first level is right only for kernels that are grouped explicitly, as all of ours are.
            Context context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2).Cuda().OpenCL(_ => true));
            Rounded.Register(context);
            return context;
        }
    }

    static List<(string Name, Device Device)> Devices(Context context)
    {
        List<(string, Device)> devices = [];
        var cuda = context.GetCudaDevices();
        for (int i = 0; i < cuda.Count; i++) devices.Add((cuda.Count == 1 ? "cuda" : $"cuda:{i}", cuda[i]));
        var openCl = context.GetCLDevices();
        for (int i = 0; i < openCl.Count; i++)
        {
            // Drivers for processors have one address space for everything and do not say so.
            CLCapabilityContext capabilities = openCl[i].Capabilities;
            capabilities.GetType().GetProperty(nameof(capabilities.GenericAddressSpace))!.SetValue(capabilities, true);
            devices.Add((openCl.Count == 1 ? "opencl" : $"opencl:{i}", openCl[i]));
        }
        return devices;
    }

    static string Missing(string name, List<(string Name, Device Device)> devices)
    {
        string kind = name.Split(':')[0];
        string present = devices.Count == 0 ? "" : $"; there are: {string.Join(", ", devices.Select(entry => $"{entry.Name} ({entry.Device.Name})"))}";
        string cause = devices.Exists(entry => entry.Name.StartsWith(kind, StringComparison.Ordinal)) ? "" : $": {Driver(kind)}";
        return $"There is no device '{name}'{cause}{present}. Without --device everything runs on the processor.";
    }

    /// <summary>What is missing where no device is found.</summary>
    public static string Absent => $"No device was found: {Driver("cuda")}; {Driver("opencl")}. Everything runs on the processor without one.";

    static string Driver(string kind)
    {
        (string library, string source) = kind == "cuda"
            ? ("libcuda.so.1", "comes with NVIDIA's driver")
            : ("libOpenCL.so.1", "Debian has in ocl-icd-libopencl1, and for the processor itself pocl-opencl-icd");
        return NativeLibrary.TryLoad(library, out _) ? $"{library} is there, but lists no device" : $"{library} is not installed, which {source}";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Accelerator.Dispose();
        context.Dispose();
    }
}

/// <summary>A device cannot do what is asked.</summary>
public sealed class DeviceException(string message, Exception? inner = null) : Exception(message, inner);
