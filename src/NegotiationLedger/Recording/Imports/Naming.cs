namespace NegotiationLedger.Recording.Imports;

/// <summary>Gives the rows of one file their ids, and finds those that say the same.</summary>
internal sealed class Naming(NegotiationId negotiation, ImportMap map)
{
    private readonly Dictionary<string, (int Line, int Count)> _seen = new(StringComparer.Ordinal);

    /// <summary>The row with its id: good so far, or already known to be bad or skipped.</summary>
    internal JudgedRow Name(MappedRow row)
    {
        if (row.Skipped is { } because)
            return new(row, RowKind.Skipped) { Because = because };
        if (row.Problems.Count > 0)
            return new(row, RowKind.Bad) { Problems = row.Problems };
        return row.Key is { } key ? ByKey(row, key) : ByBody(row, row.Body.GetRawText());
    }

    private JudgedRow ByKey(MappedRow row, string key)
    {
        if (!_seen.TryAdd(key, (row.Row.Line, 1)))
            return Refused(
                row,
                map.Key[0],
                Sheet.Shown(key),
                $"Line {_seen[key].Line} has the key '{Sheet.Shown(key)}' too: give each row its own."
            );
        return Good(row, RowId.OfKey(negotiation, key));
    }

    private JudgedRow ByBody(MappedRow row, string body)
    {
        var (line, count) = _seen.GetValueOrDefault(body, (row.Row.Line, 0));
        _seen[body] = (line, count + 1);
        if (count > 0 && map.Repeats is Repeats.One)
            return new(row, RowKind.Skipped) { Because = $"it says the same as line {line}" };
        if (count > 0 && map.Repeats is Repeats.Refused)
            return Refused(
                row,
                null,
                null,
                $"The row says exactly what line {line} says. If it is a mistake, remove it or set 'repeats' to 'one' in the map; if it happened twice, set it to 'each', or tell the two apart by an 'occurrence'."
            );
        return Good(row, RowId.OfBody(negotiation, body, count));
    }

    private static JudgedRow Good(MappedRow row, EventId id) => new(row, RowKind.Good) { Id = id, Drafts = [new(id, row.Body)] };

    private static JudgedRow Refused(MappedRow row, string? column, string? value, string detail) =>
        new(row, RowKind.Bad) { Problems = [new(row.Row.Line, column, value, detail, "")] };
}
