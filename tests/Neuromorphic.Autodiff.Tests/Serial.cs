using Xunit;

// TorchSharp does not keep its arguments alive during native calls: no other thread may allocate managed memory meanwhile.
[assembly: Parallelization(Mode = ParallelizationMode.None)]
