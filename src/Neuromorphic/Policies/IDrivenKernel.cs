namespace Neuromorphic.Policies;

/// <summary>A kernel that begins with the products of an observation and the matrix <see cref="SpikingPolicy.InputWeight"/>, which can be computed outside of it.</summary>
interface IDrivenKernel : IPolicyKernel
{
    /// <summary>The same kernel from the products on, which it takes in place of observations; null where members have matrices of their own.</summary>
    IPolicyKernel? Driven { get; }
}
