using TorchSharp;
using Xunit;

namespace Neuromorphic.Autodiff.Tests;

/// <summary>The native library is found, or the message says why not.</summary>
public class NativeTests
{
    [Fact]
    public void Torch_computes()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Assert.Equal(32, (torch.arange(1, 4, torch.float64) * torch.arange(4, 7, torch.float64)).sum().item<double>());
    }
}
