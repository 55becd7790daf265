using System.Globalization;
using System.Text.Json;

namespace NegotiationLedger.Console;

/// <summary>Puts strings of the resource file together.</summary>
internal static class Say
{
    /// <summary>A string with its places filled in.</summary>
    internal static string Of(string format, params ReadOnlySpan<object?> values) =>
        string.Format(CultureInfo.InvariantCulture, format, values);

    /// <summary>A count with its noun: the one string for one, the other for none and for several.</summary>
    internal static string Count(int count, string one, string several) => Of(count == 1 ? one : several, count);

    /// <summary>A value that has a name in the API, by the name that readers know it by: <c>Phase_in_session</c>.</summary>
    internal static string Named<T>(T value)
        where T : struct, Enum => Named(typeof(T).Name, Stored(value));

    /// <summary>The name of a value in the API, as styles and tests go by it.</summary>
    internal static string Stored<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The same by the names of its kind and of itself; a name without a string is told in its own words.</summary>
    internal static string Named(string kind, string name) =>
        Strings.ResourceManager.GetString($"{kind}_{name}", CultureInfo.InvariantCulture) ?? name.Replace('_', ' ');
}
