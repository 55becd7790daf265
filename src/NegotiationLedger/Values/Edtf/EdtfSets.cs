namespace NegotiationLedger.Values;

/// <summary>Sets of dates: <c>[…]</c> one of them, <c>{…}</c> all of them, with <c>..</c> between two dates, before the first or after the last.</summary>
internal static class EdtfSets
{
    private const string Range = "..";

    /// <summary>Reads a text that opens a set.</summary>
    internal static EdtfFault? Read(string text, out EdtfBounds? bounds)
    {
        bounds = null;
        var close = text[0] == '[' ? ']' : '}';
        if (text.IndexOf(close, StringComparison.Ordinal) is var closed && closed != text.Length - 1)
            return closed < 0
                ? new($"a set that opens with {text[0]} closes with {close}", EdtfFault.Set)
                : new("a set stands alone, with nothing after it", EdtfFault.Set);
        var members = text[1..^1].Split(',');
        List<EdtfSpan> spans = [];
        var (start, end) = (EdtfEnd.Known, EdtfEnd.Known);
        for (var i = 0; i < members.Length; i++)
        {
            if (ReadMember(members[i], out var span, out var opensAt) is { } fault)
                return fault;
            if (opensAt is not null && i != (opensAt == 0 ? 0 : members.Length - 1))
                return new("'..' leaves a set open only before its first date or after its last", "[..2025-07-24]");
            spans.Add(span);
            start = opensAt == 0 ? EdtfEnd.Open : start;
            end = opensAt == 1 ? EdtfEnd.Open : end;
        }

        bounds = Of(text[0] == '[' ? EdtfForm.OneOf : EdtfForm.AllOf, start, end, spans);
        return null;
    }

    // Only those of the first and of the last day can be its earliest and its latest.
    private static EdtfBounds Of(EdtfForm form, EdtfEnd start, EdtfEnd end, List<EdtfSpan> spans)
    {
        var (first, last) = (spans.Min(s => s.First.Day), spans.Max(s => s.Last.Day));
        return new(
            form,
            start,
            end,
            [.. spans.Select(s => s.First).Where(f => f.Day == first).Distinct()],
            [.. spans.Select(s => s.Last).Where(l => l.Day == last).Distinct()],
            spans.Exists(s => s.IsQualified)
        );
    }

    // Which side of a member is left open: 0 before it, 1 after it, or none.
    private static EdtfFault? ReadMember(string member, out EdtfSpan span, out int? opensAt)
    {
        (span, opensAt) = (default, null);
        if (member.Length == 0)
            return new("a set has a date before and after each comma", EdtfFault.Set);
        if (member.Contains('/', StringComparison.Ordinal))
            return new("in a set, what runs from one date to another is written with '..'", "[2025-07-17..2025-07-24]");
        if (member.IndexOf(Range, StringComparison.Ordinal) is var at && at < 0)
            return EdtfDates.Read(member, out span)?.In(member);
        var (from, to) = (member[..at], member[(at + Range.Length)..]);
        if (from.Length == 0 && to.Length == 0)
            return new("'..' has a date before it or after it", "[..2025-07-24]");
        if (from.Length == 0 || to.Length == 0)
        {
            opensAt = from.Length == 0 ? 0 : 1;
            return EdtfDates.Read(from.Length == 0 ? to : from, out span)?.In(member);
        }

        return ReadRange(member, from, to, out span);
    }

    private static EdtfFault? ReadRange(string member, string from, string to, out EdtfSpan span)
    {
        span = default;
        if ((EdtfDates.Read(from, out var first) ?? EdtfDates.Read(to, out span)) is { } fault)
            return fault.In(member);
        if (StatedTime.IsReversed(first.First, span.Last))
            return new($"the end of '{member}' is before its start", $"[{to}..{from}]");
        span = new(first.First, span.Last, first.IsQualified || span.IsQualified);
        return null;
    }
}
