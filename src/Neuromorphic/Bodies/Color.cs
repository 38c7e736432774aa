using System.Globalization;
using System.Numerics;

namespace Neuromorphic.Bodies;

/// <summary>A colour, in sRGB as screens have it.</summary>
public readonly record struct Color(byte Red, byte Green, byte Blue)
{
    // Okabe, Ito (2008), "Color Universal Design", as in the project's plots.
    /// <summary>#0072B2, of bodies for which nothing else is said.</summary>
    public static Color Default { get; } = FromHex("#0072B2");
    /// <summary>#D55E00.</summary>
    public static Color Vermillion { get; } = FromHex("#D55E00");
    /// <summary>#56B4E9.</summary>
    public static Color Sky { get; } = FromHex("#56B4E9");
    /// <summary>#E69F00.</summary>
    public static Color Orange { get; } = FromHex("#E69F00");

    /// <summary>Reads #RRGGBB.</summary>
    /// <exception cref="FormatException">The text is not a '#' and six hexadecimal digits.</exception>
    public static Color FromHex(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length != 7 || text[0] != '#' || !int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int rgb))
            throw new FormatException($"The colour '{text}' is not of the form #RRGGBB.");
        return new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
    }

    /// <summary>#RRGGBB.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:X2}{Green:X2}{Blue:X2}");

    /// <summary>Red, green, blue as amounts of light from 0 to 1 (IEC 61966-2-1), and opacity 1.</summary>
    public Vector4 Linear => new(Light(Red), Light(Green), Light(Blue), 1);

    static float Light(byte value)
    {
        float part = value / 255f;
        return part <= 0.04045f ? part / 12.92f : MathF.Pow((part + 0.055f) / 1.055f, 2.4f);
    }
}
