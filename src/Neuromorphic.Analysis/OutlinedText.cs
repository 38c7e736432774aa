using System.Globalization;
using System.Xml.Linq;
using ScottPlot;
using SkiaSharp;

namespace Neuromorphic.Analysis;

/// <summary>Replaces the text of an SVG by the outlines of its letters, so that it looks the same where the font is not installed.</summary>
static class OutlinedText
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Replaces every text element; each of its letters has a place in the lists x and y, as Skia writes them.</summary>
    public static void Replace(XDocument picture)
    {
        SKTypeface typeface = Fonts.GetTypeface(EmbeddedFont.Name, bold: false, italic: false);
        foreach (XElement text in picture.Descendants(Svg + "text").ToArray())
        {
            using var font = new SKFont(typeface, Numbers(text, "font-size")[0]);
            using SKPath outline = Outline(font, text.Value.Trim(), Numbers(text, "x"), Numbers(text, "y"));
            text.ReplaceWith(new XElement(Svg + "path",
                text.Attributes().Where(attribute => attribute.Name.LocalName is "fill" or "fill-opacity" or "transform"),
                new XAttribute("d", outline.ToSvgPathData())));
        }
    }

    static SKPath Outline(SKFont font, string text, float[] x, float[] y)
    {
        var outline = new SKPath();
        ushort[] glyphs = font.GetGlyphs(text);
        for (int i = 0; i < glyphs.Length; i++)
        {
            using SKPath? glyph = font.GetGlyphPath(glyphs[i]); // none for a space
            if (glyph != null) outline.AddPath(glyph, x[i], y[Math.Min(i, y.Length - 1)]);
        }
        return outline;
    }

    static float[] Numbers(XElement element, string attribute) =>
        [.. element.Attribute(attribute)!.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(number => float.Parse(number, CultureInfo.InvariantCulture))];
}
