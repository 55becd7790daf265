using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Console;

/// <summary>A draft as a page shows it.</summary>
/// <param name="Draft">The draft.</param>
/// <param name="Headline">What it says, in words; its type where it does not fit one.</param>
/// <param name="Before">What stands before its quotation in the text.</param>
/// <param name="Quoted">Its quotation: in its place, else as it was given; null for none.</param>
/// <param name="After">What stands behind it.</param>
public sealed record ShownDraft(DraftAnswer Draft, string Headline, string Before, string? Quoted, string After)
{
    // In code points, to either side.
    private const int Around = 200;

    private static readonly JsonSerializerOptions Readable = PlainJson.Indented;

    /// <summary>What would be recorded, to be read and edited.</summary>
    internal string Json => JsonNode.Parse(Draft.Development.GetRawText())!.ToJsonString(Readable);

    /// <summary>Whether its quotation stands in the text.</summary>
    internal bool IsPlaced => Draft.Quoted is not null;

    internal static ShownDraft Of(DraftAnswer draft, Names names, IReadOnlyDictionary<SourceId, string> texts)
    {
        var headline = HeadlineOf(draft.Development, names);
        if (draft.Quoted is { } place && texts.TryGetValue(new(draft.Source), out var text))
        {
            var runes = text.EnumerateRunes();
            string Part(int from, int to) => string.Concat(runes.Skip(from).Take(to - from).Select(r => r.ToString()));
            var from = Math.Max(0, place.Start - Around);
            return new(draft, headline, Part(from, place.Start), Part(place.Start, place.End), Part(place.End, place.End + Around));
        }

        return new(draft, headline, "", TextAt(draft.Development, "attribution", "quote", "exact"), "");
    }

    private static string HeadlineOf(JsonElement development, Names names)
    {
        var type = TextAt(development, "type");
        return
            EventNames.Find(type) is { } row
            && row.Type.IsSubclassOf(typeof(Development))
            && EventShape.Read(development, row).Data is Development fits
            ? fits.Headline(names.Frame)
            : type ?? Strings.DraftNoType;
    }

    private static string? TextAt(JsonElement holder, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            holder = holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var member) ? member : default;
        return holder.ValueKind == JsonValueKind.String ? holder.GetString() : null;
    }
}
