namespace Neuromorphic.Numerics;

/// <summary>A number as the sum of two doubles, the second below half a unit in the last place of the first: about 106 bits.</summary>
/// <remarks>Dekker 1971; products by fused multiply-add.</remarks>
readonly record struct Twofold(double High, double Low)
{
    public double Value => High + Low;

    /// <summary>a + b exactly.</summary>
    public static Twofold Sum(double a, double b)
    {
        double sum = a + b, part = sum - a;
        return new(sum, (a - (sum - part)) + (b - part));
    }

    /// <summary>a + b exactly, where b is the smaller one.</summary>
    static Twofold Ordered(double a, double b)
    {
        double sum = a + b;
        return new(sum, b - (sum - a));
    }

    /// <summary>a b exactly.</summary>
    public static Twofold Product(double a, double b)
    {
        double product = a * b;
        return new(product, Math.FusedMultiplyAdd(a, b, -product));
    }

    public static implicit operator Twofold(double value) => new(value, 0);

    public static Twofold operator -(Twofold a) => new(-a.High, -a.Low);

    /// <summary>To about 2^-104 of the greater of the two.</summary>
    public static Twofold operator +(Twofold a, Twofold b)
    {
        Twofold sum = Sum(a.High, b.High);
        return Ordered(sum.High, sum.Low + (a.Low + b.Low));
    }

    public static Twofold operator *(Twofold a, Twofold b)
    {
        Twofold product = Product(a.High, b.High);
        return Ordered(product.High, product.Low + (a.High * b.Low + a.Low * b.High));
    }

    public static Twofold operator /(Twofold a, Twofold b)
    {
        double quotient = a.High / b.High;
        Twofold rest = a + -(quotient * b);
        return Ordered(quotient, rest.High / b.High);
    }
}
