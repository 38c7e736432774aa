using ScottPlot;
using SkiaSharp;

namespace Neuromorphic.Analysis;

/// <summary>The one font of all pictures. It lies in this assembly: servers and containers often have none, and pictures are then without text.</summary>
/// <remarks>Roboto Regular, version 2.137, Google, Apache License 2.0 (Fonts/LICENSE).</remarks>
sealed class EmbeddedFont : IFontResolver
{
    public const string Name = "Roboto";

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing)
    {
        if (fontName != Name) return null;
        using Stream stream = typeof(EmbeddedFont).Assembly.GetManifestResourceStream("Roboto-Regular.ttf")!;
        return SKTypeface.FromStream(stream);
    }

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => CreateTypeface(fontName, FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);
}
