using Xunit.Sdk;
using Xunit.v3;

// TorchSharp does not keep its arguments alive during native calls: no other thread may allocate managed memory meanwhile.
[assembly: Parallelization(Mode = ParallelMode.None)]
