using System.Text;
using System.Text.Json;

namespace NegotiationLedger.Server;

/// <summary>Says in plain words where a body stops being JSON, and why.</summary>
internal static class JsonComplaint
{
    /// <summary>The place by line and byte, each from 1, and what is wrong there.</summary>
    /// <param name="error">What the reader found.</param>
    /// <param name="bytes">What it read.</param>
    /// <param name="deepest">How many levels may be nested.</param>
    internal static string Of(JsonException error, ReadOnlySpan<byte> bytes, int deepest)
    {
        // A reader that looks for members given twice does not say where.
        if (error is not { LineNumber: { } line, BytePositionInLine: { } place })
        {
            if (Repeated(bytes, deepest) is not { } repeated)
                return At(0, 0, "a member is given twice in one object: give each once.");
            var (name, index) = repeated;
            var before = bytes[..index];
            line = before.Count((byte)'\n');
            place = index - (before.LastIndexOf((byte)'\n') + 1);
            return At(line, place, $"the member '{name}' is given twice in one object: give it once.");
        }

        var rest = RestOf(bytes, line, place);
        return At(
            line,
            place,
            rest.IsEmpty ? "the body ends before the value is complete."
                : IsTooDeep(bytes, deepest) ? $"arrays and objects are nested deeper than {deepest} levels."
                : rest[0] is > 0x20 and < 0x7f ? $"'{(char)rest[0]}' is not expected there."
                : $"the byte 0x{rest[0]:x2} is not expected there."
        );
    }

    private static string At(long line, long place, string what) =>
        $"It cannot be read as JSON at line {line + 1}, byte {place + 1}: {what}";

    private static ReadOnlySpan<byte> RestOf(ReadOnlySpan<byte> bytes, long line, long place)
    {
        for (; line > 0; line--)
            bytes = bytes[(bytes.IndexOf((byte)'\n') + 1)..];
        return bytes[(int)Math.Min(place, bytes.Length)..];
    }

    private static bool IsTooDeep(ReadOnlySpan<byte> bytes, int deepest)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 1000 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject && reader.CurrentDepth >= deepest)
                    return true;
            }
        }
        catch (JsonException) { }

        return false;
    }

    private static (string Name, int Index)? Repeated(ReadOnlySpan<byte> bytes, int deepest)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = deepest });
        var names = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartObject)
                names.Push(new(StringComparer.Ordinal));
            else if (reader.TokenType is JsonTokenType.EndObject)
                names.Pop();
            else if (reader.TokenType is JsonTokenType.PropertyName && NameIn(reader) is var name && !names.Peek().Add(name))
                return (name, (int)reader.TokenStartIndex);
        }

        return null;
    }

    // A name that is no Unicode is told as it is written.
    private static string NameIn(Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }
}
