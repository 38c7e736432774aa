using Xunit;

namespace Neuromorphic.Tests;

/// <summary>Names over which a law is tested.</summary>
public sealed class TheoryNames : TheoryData<string>;
