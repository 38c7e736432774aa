using System.Globalization;
using System.Reflection;

namespace Neuromorphic.Numerics;

/// <summary>Objects of generic types whose arguments are known only at run time: a number type, a kernel.</summary>
static class Generic
{
    /// <summary>An object of a generic type. What its constructor throws comes as it is.</summary>
    /// <param name="definition">The type without its arguments.</param>
    /// <param name="types">They.</param>
    /// <param name="arguments">The constructor's arguments.</param>
    public static T Create<T>(Type definition, Type[] types, params object[] arguments) =>
        (T)Activator.CreateInstance(definition.MakeGenericType(types), BindingFlags.DoNotWrapExceptions, null, arguments, CultureInfo.InvariantCulture)!;
}
