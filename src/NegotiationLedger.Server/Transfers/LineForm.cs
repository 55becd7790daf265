using System.Text.Json;

namespace NegotiationLedger.Server;

/// <summary>Reads the members of a line of a negotiation's file, and notes what is wrong with each.</summary>
/// <param name="pointer">Where the line stands: its number as a JSON Pointer.</param>
/// <param name="json">The line, an object.</param>
/// <param name="problems">Where problems are noted.</param>
internal sealed class LineForm(string pointer, JsonElement json, List<Problem> problems)
{
    private const int LongestPrincipal = 1000;
    private const int LongestShown = 60;

    /// <summary>Notes members that are none of these.</summary>
    internal void Only(params IReadOnlyList<string> names) =>
        problems.AddRange(
            json.EnumerateObject()
                .Where(m => !names.Contains(m.Name))
                .Select(m => new Problem(
                    JsonPointer.Then(pointer, m.Name),
                    $"'{m.Name}' is not a field here. The fields are: {string.Join(", ", names)}."
                ))
        );

    internal bool Has(string name) => json.TryGetProperty(name, out _);

    /// <summary>A member as it is written, shortened.</summary>
    internal string Shown(string name)
    {
        var text = json.TryGetProperty(name, out var value) ? value.GetRawText() : "nothing";
        return text.Length <= LongestShown ? text : text[..(LongestShown - 3)] + "...";
    }

    internal string? Text(string name)
    {
        if (json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
            return value.GetString();
        Note(name, "should be a text");
        return null;
    }

    internal long? Number(string name)
    {
        if (json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number))
            return number;
        Note(name, "should be a whole number");
        return null;
    }

    internal JsonElement? Object(string name)
    {
        if (json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object)
            return value;
        Note(name, "should be a JSON object");
        return null;
    }

    internal EventId? Id()
    {
        if (Text("id") is not { } text)
            return null;
        if (EventId.TryParse(text, out var id) && id.IsVersion7)
            return id;
        Note("id", "should be a UUID of version 7 in lower case");
        return null;
    }

    internal EventName? Row()
    {
        if (Text("type") is not { } name)
            return null;
        if (EventNames.Find(name) is { } row)
            return row;
        problems.Add(new(pointer + "/type", $"'{name}' is not a type of event that this program knows: load the file with a newer one."));
        return null;
    }

    /// <summary>Where the event was first: the line's own origin, else the ledger that the file comes from.</summary>
    internal Origin? Origin()
    {
        if (!Has("origin"))
            return Place();
        if (Object("origin") is not { } origin)
            return null;
        var inner = new LineForm(pointer + "/origin", origin, problems);
        inner.Only("recordedAt", "sequence", "recordedBy");
        return inner.Place();
    }

    private Origin? Place()
    {
        var (sequence, recordedBy, at) = (Number("sequence"), Text("recordedBy"), Text("recordedAt"));
        var isInstant = Instants.TryParse(at, out var recordedAt);
        if (sequence < 1)
            Note("sequence", "should be 1 or more");
        if (at is not null && !isInstant)
            Note("recordedAt", "should be an RFC 3339 instant");
        if (recordedBy is { Length: 0 or > LongestPrincipal })
            Note("recordedBy", $"should be a name of 1 to {LongestPrincipal} characters");
        return sequence >= 1 && isInstant && recordedBy is { Length: > 0 and <= LongestPrincipal }
            ? new(recordedAt, sequence.Value, recordedBy)
            : null;
    }

    private void Note(string name, string complaint) =>
        problems.Add(new(JsonPointer.Then(pointer, name), $"{Shown(name)} {complaint}: keep what was exported."));
}
