using System.Globalization;
using System.Numerics;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;

namespace Neuromorphic.Policies;

/// <summary>Which values are one number.</summary>
public enum ParameterScope
{
    /// <summary>Each value is a number of its own.</summary>
    Own,
    /// <summary>All values of a slice are one number: of a neuron parameter, those of a layer.</summary>
    Layer,
    /// <summary>All values of the slices whose names end alike (hidden/tau, hidden2/tau) are one number.</summary>
    Network,
}

/// <summary>A named part of the parameter vector.</summary>
public sealed record ParameterSlice
{
    /// <summary>Path-like name, such as hidden/tau or readout/weight.</summary>
    public required string Name { get; init; }
    /// <summary>Shape, outermost dimension first.</summary>
    public required IReadOnlyList<int> Shape
    {
        get;
        init
        {
            field = value;
            long count = 1;
            foreach (int size in value)
                if ((count *= size) > ParameterLayout.Greatest) throw new ArgumentException(ParameterLayout.TooMany($"An array of {string.Join(" x ", value)} has {value.Aggregate(BigInteger.One, (product, size) => product * size):N0}"));
            Count = (int)count;
        }
    }
    /// <summary>Slices of one block are stored together: all by member as soon as one of them is trained, else all shared.</summary>
    public required string Block { get; init; }
    /// <summary>The start of a search.</summary>
    public required Start Initial { get; init; }
    /// <summary>From the number that is searched to the physical value.</summary>
    public Transform Transform { get; init; } = Transform.Identity;
    /// <summary>From the physical value to what the kernel reads.</summary>
    public Transform Coefficient { get; init; } = Transform.Identity;
    /// <summary>From groups of searched numbers [inputs, groups], the slice's shape, to what kernels read [outputs, groups], in place of transform and coefficient.</summary>
    public Decoder? Decoder { get; init; }
    /// <summary>Which values are one number. The flat vector holds it once for every value, the search vector once.</summary>
    public ParameterScope Scope { get; init; }
    /// <summary>Whether a strategy may change it.</summary>
    public bool Trained { get; init; }
    /// <summary>Unit of the physical value, for people.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Trained weights that begin as N(0, 1/fan_in).</summary>
    internal static ParameterSlice Weights(string name, int fanIn, params int[] shape) => new() { Name = name, Shape = shape, Block = "weights", Initial = Start.Normal(0, 1 / Math.Sqrt(fanIn)), Trained = true };

    /// <summary>Trained biases that begin at zero.</summary>
    internal static ParameterSlice Biases(string name, int count) => new() { Name = name, Shape = [count], Block = "weights", Initial = 0, Trained = true };

    /// <summary>Number of values.</summary>
    public int Count { get; private init; }
    /// <summary>Numbers that kernels read: as many, where no decoder makes others of them.</summary>
    public int ValueCount => Decoder is { } decoder ? checked(Count / decoder.Inputs * decoder.Outputs) : Count;
    /// <summary>Numbers of the search vector that the values are, if they are trained: as many, or one.</summary>
    public int SearchCount => Scope == ParameterScope.Own ? Count : 1;
    /// <summary>Whether the values are parameters of neurons, not weights between them.</summary>
    public bool OfNeurons => Block == "neurons";

    /// <summary>First index in the flat vector of all parameters.</summary>
    public int Offset { get; internal init; }
    /// <summary>First index in the search vector of the trained ones, or -1.</summary>
    public int SearchOffset { get; internal init; } = -1;
    /// <summary>Whether the kernel reads it from the buffer with one value per member, not from the shared one.</summary>
    public bool PerMember { get; internal init; }
    /// <summary>First index in that buffer.</summary>
    public int BufferOffset { get; internal init; }
}

/// <summary>
/// Names every number of a policy. The flat vector holds all parameters in search space (before <see cref="Transform"/>);
/// the search vector holds the trained ones of it. Ablations are a choice of trained slices.
/// </summary>
public sealed class ParameterLayout
{
    /// <summary>Numbers that a layout has at most: those of the longest array.</summary>
    internal static int Greatest => Array.MaxLength;

    readonly ParameterSlice[] slices;

    internal static string TooMany(FormattableString numbers) => string.Create(CultureInfo.InvariantCulture, $"{FormattableString.Invariant(numbers)} numbers, more than the {Greatest:N0} that there can be; choose fewer neurons or layers.");

    /// <summary>A layout of the given slices, in this order; slices of a block are neighbours.</summary>
    /// <exception cref="ArgumentException">Slices that are one number differ in what it means, a decoder does not fit its slice, or there are more numbers than an array holds.</exception>
    public ParameterLayout(IEnumerable<ParameterSlice> slices)
    {
        var placed = new List<ParameterSlice>();
        ParameterSlice[] given = slices.ToArray();
        if (given.GroupBy(slice => slice.Name).FirstOrDefault(same => same.Count() > 1) is { } twice) throw new ArgumentException($"The layout has the slice {twice.Key} twice.");
        long numbers = given.Sum(slice => (long)slice.Count);
        if (numbers > Greatest) throw new ArgumentException(TooMany($"The controller has {numbers:N0}"));
        HashSet<string> trained = [.. given.Where(slice => slice.Trained).Select(slice => slice.Block)];
        Dictionary<string, ParameterSlice> ofNetwork = [];
        int perMember = 0, shared = 0;
        foreach (ParameterSlice slice in given)
        {
            Check(slice);
            bool byMember = trained.Contains(slice.Block);
            ParameterSlice? one = slice.Scope == ParameterScope.Network ? ofNetwork.GetValueOrDefault(LastPart(slice.Name)) : null;
            if (one != null && (one.Transform != slice.Transform || one.Trained != slice.Trained))
                throw new ArgumentException($"{one.Name} and {slice.Name} are one number for the network, but have another transform, or only one of them is trained.");
            placed.Add(slice with
            {
                Offset = Count,
                SearchOffset = one?.SearchOffset ?? (slice.Trained ? TrainedCount : -1),
                PerMember = byMember,
                BufferOffset = byMember ? perMember : shared,
            });
            if (slice.Scope == ParameterScope.Network) ofNetwork.TryAdd(LastPart(slice.Name), placed[^1]);
            Count += slice.Count;
            if (slice.Trained && one == null) TrainedCount += slice.SearchCount;
            if (byMember) perMember += slice.ValueCount;
            else shared += slice.ValueCount;
        }
        this.slices = [.. placed];
        PerMemberCount = perMember;
        SharedCount = shared;
    }

    static void Check(ParameterSlice slice)
    {
        if (slice.Count < 1) throw new ArgumentException($"{slice.Name} has the shape [{string.Join(", ", slice.Shape)}]; allowed are sizes of 1 or more.");
        if (!Transform.All.Contains(slice.Transform)) throw new ArgumentException($"{slice.Name} is searched by the transform {slice.Transform.Name}, which checkpoints do not know; allowed are {string.Join(", ", Transform.All.Select(transform => transform.Name))}.");
        if (slice.Decoder is not { } decoder) return;
        if (slice.Shape.Count != 2 || slice.Shape[0] != decoder.Inputs) throw new ArgumentException($"{slice.Name} has the shape [{string.Join(", ", slice.Shape)}]; its decoder needs [{decoder.Inputs}, groups].");
        if (slice.Transform != Transform.Identity || slice.Coefficient != Transform.Identity || slice.Scope != ParameterScope.Own)
            throw new ArgumentException($"{slice.Name} has a decoder; a transform, a coefficient or a scope beside it has no effect.");
    }

    /// <summary>What the names of slices that are one number for the network have in common.</summary>
    static string LastPart(string name) => name[(name.LastIndexOf('/') + 1)..];

    /// <summary>The slices in order.</summary>
    public IReadOnlyList<ParameterSlice> Slices => slices;
    /// <summary>Numbers in the flat vector.</summary>
    public int Count { get; }
    /// <summary>Numbers in the search vector.</summary>
    public int TrainedCount { get; }
    /// <summary>Items of the buffer that holds one value per member.</summary>
    public int PerMemberCount { get; }
    /// <summary>Items of the buffer that all members share.</summary>
    public int SharedCount { get; }

    /// <summary>The slice of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public ParameterSlice this[string name] => slices.FirstOrDefault(slice => slice.Name == name)
        ?? throw new ArgumentException($"There is no parameter slice '{name}'; there are {string.Join(", ", slices.Select(slice => slice.Name))}.");

    /// <summary>The flat vector at the start of a search, with the random numbers of a seed.</summary>
    /// <exception cref="ArgumentException">A start is a list of another length, or hardly a number of its distribution is allowed.</exception>
    public float[] InitialVector(ulong seed)
    {
        float[] vector = new float[Count];
        RandomKey key = RandomKey.For(seed, RandomPurpose.Weights);
        Dictionary<string, int> ofNetwork = []; // where the first of those that are one number begins, which draws it
        for (int s = 0; s < slices.Length; s++)
        {
            ParameterSlice slice = slices[s];
            Span<float> numbers = vector.AsSpan(slice.Offset, slice.Count);
            if (slice.Scope == ParameterScope.Network && !ofNetwork.TryAdd(LastPart(slice.Name), slice.Offset)) numbers.Fill(vector[ofNetwork[LastPart(slice.Name)]]);
            else
            {
                Begin(slice, numbers[..slice.SearchCount], key, s);
                if (slice.Scope != ParameterScope.Own) numbers.Fill(numbers[0]);
            }
        }
        return vector;
    }

    static unsafe void Begin(ParameterSlice slice, Span<float> numbers, RandomKey key, int stream)
    {
        if (slice.Initial.Moments is not var (mean, deviation) || (deviation != 0 && slice.Transform != Transform.Identity))
        {
            double[] values = slice.Initial.Draw(slice.Name, numbers.Length, slice.Transform, key, stream);
            for (int i = 0; i < numbers.Length; i++) numbers[i] = (float)slice.Transform.Inverse(values[i]);
            return;
        }
        // A value as well: the sign of a zero has always been that of 0 times a normal number.
        Scalar* normals = stackalloc Scalar[Normals.Count];
        double centre = slice.Transform.Inverse(mean);
        for (int first = 0; first < numbers.Length; first += Normals.Count)
        {
            uint block = (uint)first / 4;
            Normals.Fill<Scalar>(key, (uint)stream, 0u, 0u, block, block + 1, normals);
            for (int i = first; i < Math.Min(first + Normals.Count, numbers.Length); i++)
                numbers[i] = (float)(centre + deviation * normals[i - first].Value);
        }
    }

    /// <summary>A number for each trained one, by its slice [TrainedCount].</summary>
    public double[] OfTrained(Func<ParameterSlice, double> number)
    {
        ArgumentNullException.ThrowIfNull(number);
        double[] numbers = new double[TrainedCount];
        foreach (ParameterSlice slice in slices)
            if (slice.Trained) numbers.AsSpan(slice.SearchOffset, slice.SearchCount).Fill(number(slice));
        return numbers;
    }

    /// <summary>How strongly each trained number decays [TrainedCount]: weights as given, parameters of neurons not, as a time constant of zero in search space is no simpler neuron.</summary>
    public double[] WeightDecay(double rate) => OfTrained(slice => slice.OfNeurons ? 0 : rate);

    /// <summary>The trained numbers of a flat vector.</summary>
    /// <exception cref="ArgumentException">The vector has another length.</exception>
    public double[] Search(ReadOnlySpan<float> vector)
    {
        Check("vector", vector.Length, Count);
        double[] search = new double[TrainedCount];
        foreach (ParameterSlice slice in slices)
            if (slice.Trained)
                for (int i = 0; i < slice.SearchCount; i++) search[slice.SearchOffset + i] = vector[slice.Offset + i];
        return search;
    }

    /// <summary>The gradient of the search vector: that of a number which stands for several values is the sum of theirs, in their order.</summary>
    /// <param name="flat">The gradient of the flat vector [Count].</param>
    /// <param name="search">Becomes that of the search vector [TrainedCount].</param>
    /// <exception cref="ArgumentException">One of them has another length.</exception>
    public void Gather(ReadOnlySpan<double> flat, Span<double> search)
    {
        Check("gradient", flat.Length, Count);
        Check("search gradient", search.Length, TrainedCount);
        search.Clear();
        foreach (ParameterSlice slice in slices)
        {
            if (!slice.Trained) continue;
            ReadOnlySpan<double> own = flat.Slice(slice.Offset, slice.Count);
            if (slice.Scope == ParameterScope.Own) own.CopyTo(search[slice.SearchOffset..]);
            else
                foreach (double value in own) search[slice.SearchOffset] += value;
        }
    }

    /// <summary>Writes the trained numbers into a flat vector, each for all the values that it is.</summary>
    /// <param name="search">The search vector [TrainedCount].</param>
    /// <param name="flat">The flat vector [Count].</param>
    /// <exception cref="ArgumentException">One of them has another length.</exception>
    public void Scatter(ReadOnlySpan<double> search, Span<double> flat)
    {
        Check("search vector", search.Length, TrainedCount);
        Check("vector", flat.Length, Count);
        foreach (ParameterSlice slice in slices)
        {
            if (!slice.Trained) continue;
            Span<double> own = flat.Slice(slice.Offset, slice.Count);
            if (slice.Scope == ParameterScope.Own) search.Slice(slice.SearchOffset, slice.Count).CopyTo(own);
            else own.Fill(search[slice.SearchOffset]);
        }
    }

    /// <summary>What a trained number is, in words: its slice, and which of the slice's numbers.</summary>
    /// <param name="item">Its index in the search vector.</param>
    internal string Describe(int item)
    {
        ParameterSlice slice = Array.Find(slices, slice => slice.Trained && slice.SearchOffset <= item && item < slice.SearchOffset + slice.SearchCount)!;
        return $"{slice.Name}, number {item - slice.SearchOffset} of {slice.SearchCount}";
    }

    /// <summary>A flat vector with the trained numbers replaced.</summary>
    /// <exception cref="ArgumentException">One of them has another length.</exception>
    public float[] WithSearch(ReadOnlySpan<float> vector, ReadOnlySpan<double> search)
    {
        Check("vector", vector.Length, Count);
        Check("search vector", search.Length, TrainedCount);
        float[] result = vector.ToArray();
        foreach (ParameterSlice slice in slices)
            if (slice.Trained)
                for (int i = 0; i < slice.Count; i++) result[slice.Offset + i] = (float)search[slice.SearchOffset + Math.Min(i, slice.SearchCount - 1)];
        return result;
    }

    /// <summary>
    /// The first difference from another layout in what a vector means: names, order, shapes, transforms, scopes and trained slices; null if there is none.
    /// Coefficients and initial values are not compared.
    /// </summary>
    public string? Difference(ParameterLayout other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int i = 0; i < Math.Min(slices.Length, other.slices.Length); i++)
        {
            ParameterSlice ours = slices[i], theirs = other.slices[i];
            if (ours.Name != theirs.Name) return $"slice {i} is {ours.Name}, not {theirs.Name}";
            if (!ours.Shape.SequenceEqual(theirs.Shape)) return $"{ours.Name} has the shape [{string.Join(", ", ours.Shape)}], not [{string.Join(", ", theirs.Shape)}]";
            if (ours.Transform.Name != theirs.Transform.Name) return $"{ours.Name} has the transform {ours.Transform.Name}, not {theirs.Transform.Name}";
            if (ours.Scope != theirs.Scope) return $"{ours.Name} is {Of(ours.Scope)}, not {Of(theirs.Scope)}";
            if (ours.Trained != theirs.Trained) return $"{ours.Name} is {(ours.Trained ? "trained, not frozen" : "frozen, not trained")}";
        }
        if (slices.Length > other.slices.Length) return $"it has the slice {slices[other.slices.Length].Name}, which the other lacks";
        if (slices.Length < other.slices.Length) return $"it lacks the slice {other.slices[slices.Length].Name}";
        return null;
    }

    /// <summary>The first difference from another layout of the same slices in how their numbers begin; null if there is none.</summary>
    internal string? DifferenceOfStarts(ParameterLayout other)
    {
        foreach ((ParameterSlice ours, ParameterSlice theirs) in slices.Zip(other.slices))
            if (!ours.Initial.Equals(theirs.Initial)) return $"{ours.Name} begins as {ours.Initial}, not as {theirs.Initial}";
        return null;
    }

    static string Of(ParameterScope scope) => scope switch
    {
        ParameterScope.Layer => "one number for a layer",
        ParameterScope.Network => "one number for the network",
        _ => "a number for each value",
    };

    static void Check(string what, int length, int expected)
    {
        if (length != expected) throw new ArgumentException($"The {what} has {length} numbers; the layout has {expected}.");
    }

    /// <summary>The physical values of a slice of a flat vector.</summary>
    /// <exception cref="ArgumentException">There is no such slice, or the vector has another length.</exception>
    public double[] Values(string name, ReadOnlySpan<float> vector)
    {
        Check("vector", vector.Length, Count);
        ParameterSlice slice = this[name];
        double[] values = new double[slice.Count];
        for (int i = 0; i < values.Length; i++) values[i] = slice.Transform.Value(vector[slice.Offset + i]);
        return values;
    }
}
