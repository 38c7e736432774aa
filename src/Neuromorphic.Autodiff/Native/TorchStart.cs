using System.Runtime.CompilerServices;
using Neuromorphic.Autodiff;

/// <summary>Compiled into every program that uses torch: runs before its first line.</summary>
static class TorchStart
{
    [ModuleInitializer]
    internal static void Start()
    {
        TorchNative.Load();
        TorchMemory.KeepFreedMemory();
    }
}
