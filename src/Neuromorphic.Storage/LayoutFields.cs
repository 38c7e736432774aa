using MessagePack;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Storage;

/// <summary>
/// A layout as an array of maps, one for each slice, in the order of the flat vector. The formula of a transform is stored beside its name:
/// if a later program means something else by the name, the file is refused instead of misread.
/// </summary>
static class LayoutFields
{
    /// <summary>Bounds far above those of any policy, so that what reading costs stays proportional to the bytes there are.</summary>
    const int MostSlices = 16384, MostDimensions = 8;

    static readonly string[] Names = ["name", "shape", "block", "initial_value", "initial_deviation", "transform", "formula", "trained", "unit", "scope", "start"];
    static readonly string[] Optional = ["scope", "start"]; // absent where every value is a number of its own, and where initial_value and initial_deviation say all

    public static void Write(ref MessagePackWriter writer, ParameterLayout layout)
    {
        writer.WriteArrayHeader(layout.Slices.Count);
        foreach (ParameterSlice slice in layout.Slices)
        {
            bool oneNumber = slice.Scope != ParameterScope.Own;
            bool drawn = HasStart(slice);
            writer.WriteMapHeader(Names.Length - Optional.Length + (oneNumber ? 1 : 0) + (drawn ? 1 : 0));
            writer.Field("name", slice.Name);
            writer.Write("shape");
            writer.WriteArrayHeader(slice.Shape.Count);
            foreach (int size in slice.Shape) writer.Write(size);
            writer.Field("block", slice.Block);
            (double value, double deviation) = drawn ? default : slice.Initial.Moments ?? default;
            writer.Field("initial_value", value);
            writer.Field("initial_deviation", deviation);
            writer.Field("transform", slice.Transform.Name);
            writer.Field("formula", slice.Transform.Formula);
            writer.Field("trained", slice.Trained);
            writer.Field("unit", slice.Unit);
            if (oneNumber) writer.Field("scope", ScopeText(slice.Scope));
            if (drawn) writer.Field("start", slice.Initial.ToString());
        }
    }

    /// <summary>Whether a slice's start is written as text: of neurons where values may differ, of others where they are not normal numbers.</summary>
    public static bool HasStart(ParameterSlice slice) => slice.OfNeurons ? slice.Initial.Value == null : slice.Initial.Moments == null;

    public static ParameterLayout Read(Fields fields, ref MessagePackReader reader)
    {
        List<ParameterSlice> slices = [];
        HashSet<string> names = [];
        long total = 0;
        int count = fields.Length(ref reader, MostSlices);
        for (int i = 0; i < count; i++)
        {
            ParameterSlice slice = Slice(new Fields($"layout[{i}]/", Names, Optional), ref reader);
            if (!names.Add(slice.Name)) throw new InvalidDataException($"inconsistent: its layout has the slice '{Fields.Quoted(slice.Name)}' twice.");
            total += slice.Count;
            if (total > Array.MaxLength) throw TooMany();
            slices.Add(slice);
        }
        try
        {
            return new ParameterLayout(slices);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException("inconsistent: slices of its layout that are one number differ in their transforms, or not all of them are trained.", e);
        }
    }

    static ParameterSlice Slice(Fields fields, ref MessagePackReader reader)
    {
        string name = "", block = "", transform = "", formula = "", unit = "";
        int[] shape = [];
        double value = 0, deviation = 0;
        bool trained = false;
        ParameterScope scope = ParameterScope.Own;
        Start? start = null;
        while (fields.Next(ref reader))
            switch (fields.Name)
            {
                case "name": name = fields.Text(ref reader); break;
                case "shape": shape = Shape(fields, ref reader); break;
                case "block": block = fields.Text(ref reader); break;
                case "initial_value": value = fields.Finite(ref reader); break;
                case "initial_deviation": deviation = fields.Finite(ref reader); break;
                case "transform": transform = fields.Text(ref reader); break;
                case "formula": formula = fields.Text(ref reader); break;
                case "trained": trained = fields.Boolean(ref reader); break;
                case "unit": unit = fields.Text(ref reader); break;
                case "scope": scope = Scope(fields, ref reader); break;
                case "start": start = StartOf(fields, ref reader); break;
            }
        if (start != null && (value != 0 || deviation != 0)) throw new InvalidDataException($"inconsistent: the slice '{Fields.Quoted(name)}' has a start, and an initial_value or initial_deviation that is not 0.");
        return new ParameterSlice
        {
            Name = name,
            Shape = shape,
            Block = block,
            Initial = start ?? (deviation == 0 ? value : Start.Normal(value, deviation)),
            Scope = scope,
            Transform = TransformOf(name, transform, formula),
            Trained = trained,
            Unit = unit,
        };
    }

    static string ScopeText(ParameterScope scope) => scope == ParameterScope.Layer ? "layer" : "network";

    static ParameterScope Scope(Fields fields, ref MessagePackReader reader) => fields.Text(ref reader) switch
    {
        "layer" => ParameterScope.Layer,
        "network" => ParameterScope.Network,
        string text => throw new InvalidDataException($"inconsistent: {fields.Path} is '{Fields.Quoted(text)}'; known are layer, network."),
    };

    static Start StartOf(Fields fields, ref MessagePackReader reader)
    {
        string text = fields.Text(ref reader);
        try
        {
            return Start.Parse(text);
        }
        catch (FormatException e)
        {
            throw new InvalidDataException($"inconsistent: {fields.Path} is '{Fields.Quoted(text)}', which is no start.", e);
        }
    }

    static int[] Shape(Fields fields, ref MessagePackReader reader)
    {
        int[] shape = new int[fields.Length(ref reader, MostDimensions)];
        long product = 1;
        for (int i = 0; i < shape.Length; i++)
            if ((product *= shape[i] = (int)fields.Integer(ref reader, 1, int.MaxValue)) > Array.MaxLength) throw TooMany();
        return shape;
    }

    static InvalidDataException TooMany() => new($"inconsistent: its layout has more than {Array.MaxLength} numbers.");

    static Transform TransformOf(string slice, string name, string formula)
    {
        Transform? transform = Transform.All.FirstOrDefault(transform => transform.Name == name)
            ?? throw new InvalidDataException($"inconsistent: the slice '{Fields.Quoted(slice)}' has the unknown transform '{Fields.Quoted(name)}'; known are {string.Join(", ", Transform.All.Select(transform => transform.Name))}.");
        return transform.Formula == formula
            ? transform
            : throw new InvalidDataException($"inconsistent: the slice '{Fields.Quoted(slice)}' says that {name} is {Fields.Quoted(formula)}; in this program it is {transform.Formula}.");
    }
}
