namespace NegotiationLedger.Store.Audit;

/// <summary>An edge of <c>ledger_about</c>.</summary>
internal sealed record AboutRow(long About, long Sequence, string Negotiation);

/// <summary>An instant of <c>ledger_possible_dates</c>.</summary>
internal sealed record PossibleDate(DateTime Occurred, long Sequence);

/// <summary>What some entries change in the audit index.</summary>
internal sealed class AuditChanges
{
    private readonly Dictionary<long, AssertionRow> _recorded = [];

    /// <summary>The forms that records are found by from now on.</summary>
    public List<AssertionRow> Forms { get; } = [];

    public IEnumerable<AssertionRow> Rows => _recorded.Values.Concat(Forms);

    public HashSet<AboutRow> Edges { get; } = [];

    /// <summary>What was now recorded about earlier records, by their sequence.</summary>
    public Dictionary<long, short> Fates { get; } = [];

    /// <summary>The earlier records whose forms are no longer kept.</summary>
    public HashSet<long> Tangled { get; } = [];

    public HashSet<PossibleDate> Dates { get; } = [];

    /// <summary>Adds a record.</summary>
    public void Add(AssertionRow row) => _recorded.Add(row.Sequence, row);

    /// <summary>Says that one record may be about another.</summary>
    public void Note(long about, long sequence, string negotiation, FateKind kind)
    {
        Edges.Add(new(about, sequence, negotiation));
        var sign = AssertionRow.SignOf(kind);
        if (_recorded.TryGetValue(about, out var row))
            _recorded[about] = row with { IsExact = false, Fates = (short)(row.Fates | sign) };
        else
            Fates[about] = (short)(Fates.GetValueOrDefault(about) | sign);
    }

    /// <summary>Says that the forms of a record are not kept.</summary>
    public void Tangle(long sequence)
    {
        if (_recorded.TryGetValue(sequence, out var row))
            _recorded[sequence] = row with { IsTangled = true };
        else
            Tangled.Add(sequence);
    }

    /// <summary>A form of a record, as much noted about it as about the form that it was recorded in.</summary>
    public void AddForm(AssertionRow form, short fatesBefore)
    {
        var fates = _recorded.TryGetValue(form.Sequence, out var row)
            ? row.Fates
            : (short)(fatesBefore | Fates.GetValueOrDefault(form.Sequence));
        Forms.Add(form with { IsExact = false, Fates = fates });
    }
}
