namespace NegotiationLedger.Values;

/// <summary>The grammar of <see cref="Edtf"/>: a date, an interval, or a set. Each reader returns null, or what is wrong.</summary>
internal static class EdtfGrammar
{
    /// <summary>Reads a whole text; the bounds are null when it has a fault.</summary>
    internal static EdtfFault? Read(string text, out EdtfBounds? bounds)
    {
        if (text.Length > 0 && text[0] is '[' or '{')
            return EdtfSets.Read(text, out bounds);
        if (text.Contains('/', StringComparison.Ordinal))
            return ReadInterval(text, out bounds);
        var fault = EdtfDates.Read(text, out var date);
        bounds = fault is null ? new(EdtfForm.Date, EdtfEnd.Known, EdtfEnd.Known, [date.First], [date.Last], date.IsQualified) : null;
        return fault;
    }

    private static EdtfFault? ReadInterval(string text, out EdtfBounds? bounds)
    {
        bounds = null;
        if (text.Split('/') is not [var from, var to])
            return new("an interval has one start and one end", EdtfFault.Interval);
        var (start, end) = (EndOf(from), EndOf(to));
        if (start != EdtfEnd.Known && end != EdtfEnd.Known)
            return new("an interval has a date at one end at least", EdtfFault.Day + "/..");
        EdtfSpan first = default,
            last = default;
        if (start == EdtfEnd.Known && EdtfDates.Read(from, out first) is { } startFault)
            return startFault.In(from);
        if (end == EdtfEnd.Known && EdtfDates.Read(to, out last) is { } endFault)
            return endFault.In(to);
        if ((start, end) is (EdtfEnd.Known, EdtfEnd.Known) && StatedTime.IsReversed(first.First, last.Last))
            return new("its end is before its start", $"{to}/{from}");
        var begin = start == EdtfEnd.Known ? first.First : last.First;
        bounds = new(EdtfForm.Interval, start, end, [begin], [last.Last], first.IsQualified || last.IsQualified);
        return null;
    }

    private static EdtfEnd EndOf(string text) =>
        text switch
        {
            "" => EdtfEnd.Unknown,
            ".." => EdtfEnd.Open,
            _ => EdtfEnd.Known,
        };
}
