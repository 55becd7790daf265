namespace NegotiationLedger.Recording.Imports;

/// <summary>Which rows of a file introduce what other rows of it name, so that a row that needs a bad one is found bad without judging all again.</summary>
internal sealed class Dependence
{
    // An unknown issue, demand or ultimatum is only warned of.
    private static readonly Type[] Refused = [typeof(PartyId), typeof(ProposalId), typeof(EventId)];

    private readonly Dictionary<(Type Kind, string Id), List<int>> _givers = [];
    private readonly Dictionary<int, List<(Type Kind, string Id)>> _given = [];
    private readonly Dictionary<(Type Kind, string Id), List<(int Row, string Pointer)>> _needers = [];

    internal Dependence(IReadOnlyList<JudgedRow> rows, NegotiationId negotiation, Known known)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Id is { } own && !IsKnown(known, typeof(EventId), own.ToString()))
                Give(i, (typeof(EventId), own.ToString()));
            if (
                EventNames.Find(rows[i].Mapped.Type) is not { } type
                || rows[i].Kind is RowKind.Known or RowKind.Skipped or RowKind.Superseded
            )
                continue;
            foreach (var joined in rows[i].Mapped.Introduces.Where(n => n.Kind is IntroducedKind.Party))
            {
                if (rows[i].IntroductionDrafts.Any(d => d.Id == NewIntroductions.IdOf(negotiation, joined)))
                    Give(i, (typeof(PartyId), joined.Id));
            }

            var introduces = type.Introduces is { } field ? "/" + field : null;
            foreach (var reference in EventShape.ReadPatch(rows[i].Mapped.Body, type).References.Select(Named))
            {
                if (!Refused.Contains(reference.Kind) || IsKnown(known, reference.Kind, reference.Id))
                    continue;
                if (reference.Pointer == introduces)
                    Give(i, (reference.Kind, reference.Id));
                else
                    Add(_needers, (reference.Kind, reference.Id), (i, reference.Pointer));
            }
        }
    }

    /// <summary>The rows that are good still and name what only bad rows introduce, each with its problems; those that need them in turn included.</summary>
    internal IReadOnlyDictionary<int, List<(string Pointer, string Detail)>> Unfounded(IReadOnlyList<JudgedRow> rows)
    {
        var found = new Dictionary<int, List<(string, string)>>();
        bool IsGood(int row) => rows[row].IsToRecord && !found.ContainsKey(row);
        var lost = new Queue<(Type Kind, string Id)>(_givers.Keys.Where(id => !_givers[id].Exists(IsGood)));
        while (lost.TryDequeue(out var id))
        {
            foreach (var (row, pointer) in _needers.GetValueOrDefault(id, []).Where(n => rows[n.Row].IsToRecord))
            {
                var isNew = !found.TryGetValue(row, out var problems);
                (isNew ? found[row] = [] : problems!).Add((pointer, Because(id, rows)));
                if (!isNew)
                    continue;
                foreach (var own in _given.GetValueOrDefault(row, []).Where(own => !_givers[own].Exists(IsGood)))
                    lost.Enqueue(own);
            }
        }

        return found;
    }

    private void Give(int row, (Type Kind, string Id) id)
    {
        Add(_given, row, id);
        Add(_givers, id, row);
    }

    private static bool IsKnown(Known known, Type kind, string id) =>
        kind == typeof(EventId) ? EventId.TryParse(id, out var record) && known.RowOf(record) is not null : known.Has(kind, id);

    private string Because((Type Kind, string Id) id, IReadOnlyList<JudgedRow> rows) =>
        $"'{id.Id}' is introduced on line {rows[_givers[id][0]].Mapped.Row.Line}, which cannot be recorded: correct that row first.";

    private static (string Pointer, Type Kind, string Id) Named(IdReference reference) =>
        reference.Type == typeof(SpeakerRef) && SpeakerRef.TryParse(reference.Value, out var speaker) && speaker.Party is { } party
            ? (reference.Pointer, typeof(PartyId), party.Value)
            : (reference.Pointer, reference.Type, reference.Value);

    private static void Add<TKey, T>(Dictionary<TKey, List<T>> lists, TKey key, T item)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list))
            lists[key] = list = [];
        list.Add(item);
    }
}
