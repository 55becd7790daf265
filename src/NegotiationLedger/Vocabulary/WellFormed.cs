using System.Text.Json;

namespace NegotiationLedger.Vocabulary;

/// <summary>Holds JSON of any shape against what can be kept at all: texts and names of valid Unicode, and no member given twice.</summary>
internal static class WellFormed
{
    /// <summary>What is wrong anywhere in a value, by place.</summary>
    internal static IEnumerable<Problem> Check(string pointer, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => Members(pointer, value),
            JsonValueKind.Array => value.EnumerateArray().SelectMany((item, i) => Check($"{pointer}/{i}", item)),
            JsonValueKind.String when !PlainText.IsPlain(value) && TextOf(value.GetString) is null =>
            [
                new(pointer, "The text is not valid Unicode (a lone surrogate): correct its escapes."),
            ],
            _ => [],
        };

    private static IEnumerable<Problem> Members(string pointer, JsonElement value)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (TextOf(() => member.Name) is not { } name)
            {
                yield return new(pointer, "A field's name is not valid Unicode (a lone surrogate): correct its escapes.");
                continue;
            }

            var place = JsonPointer.Then(pointer, name);
            if (!seen.Add(name))
                yield return new(place, $"'{name}' is given twice: give it once.");
            foreach (var problem in Check(place, member.Value))
                yield return problem;
        }
    }

    private static string? TextOf(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
