using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Recording.Imports;

/// <summary>Makes the bodies of what a row names: its negotiation's opening, its parties, sources and speakers.</summary>
internal sealed class RowIntroductions
{
    private readonly RowFields _fields;
    private readonly List<(
        IntroducedKind Kind,
        string Type,
        string Place,
        IReadOnlyList<(FieldRule Rule, FieldKind? Kind)> Rules
    )> _makes = [];

    internal RowIntroductions(ImportMap map, RowFields fields)
    {
        _fields = fields;
        if (map.Opening.Count > 0)
            Add(IntroducedKind.Opening, "/open", map.Opening);
        foreach (var (kind, name, sets) in SetsOf(map))
        {
            for (var i = 0; i < sets.Count; i++)
                Add(kind, $"/{name}/{i}", sets[i]);
        }
    }

    /// <summary>The type of registration or development that each kind is recorded as.</summary>
    internal static string TypeOf(IntroducedKind kind) =>
        kind switch
        {
            IntroducedKind.Opening => "negotiation_opened",
            IntroducedKind.Party => "party_joined",
            IntroducedKind.Source => "source_registered",
            _ => "speaker_registered",
        };

    /// <summary>The field of the id of each kind; null where it is the negotiation's.</summary>
    internal static string? IdOf(IntroducedKind kind) =>
        kind switch
        {
            IntroducedKind.Party => "party",
            IntroducedKind.Source => "source",
            IntroducedKind.Speaker => "speaker",
            _ => null,
        };

    /// <summary>The sets of fields of a map that make something of each row, by their member.</summary>
    internal static IEnumerable<(IntroducedKind Kind, string Name, IReadOnlyList<IReadOnlyList<FieldRule>> Sets)> SetsOf(ImportMap map) =>
        [
            (IntroducedKind.Source, "sources", map.Sources),
            (IntroducedKind.Speaker, "speakers", map.Speakers),
            (IntroducedKind.Party, "parties", map.Parties),
        ];

    /// <summary>What a row names.</summary>
    /// <param name="row">The row.</param>
    /// <param name="body">What it says, whose <c>occurred</c> and attribution an opening and a party have too unless the map says otherwise.</param>
    /// <param name="negotiation">The negotiation that it names.</param>
    /// <param name="problems">Gets what could not be made.</param>
    internal IReadOnlyList<Introduced> Of(SheetRow row, JsonNode body, string? negotiation, List<RowProblem> problems)
    {
        var made = new List<Introduced>();
        foreach (var (kind, type, place, rules) in _makes)
        {
            var count = _fields.CountItems(row, rules.Select(r => r.Rule));
            for (var item = 0; item < count; item++)
            {
                var tree = new BodyTree();
                if (kind is IntroducedKind.Opening or IntroducedKind.Party)
                    Inherit(tree, type, body);
                _fields.Fill(tree, row, type, rules, problems, item);
                var json = tree.ToJson();
                var id = IdOf(kind) is { } field ? json[field]?.GetValue<string>() : negotiation ?? "";
                if (id is not null)
                    made.Add(new(kind, id, JsonSerializer.SerializeToElement(json, LedgerJson.Default.JsonNode), place));
            }
        }

        return made;
    }

    private static void Inherit(BodyTree tree, string type, JsonNode body)
    {
        tree.Set("/type", JsonValue.Create(type), isInList: false);
        if (body["occurred"] is { } occurred)
            tree.Set("/occurred", occurred, isInList: false);
        foreach (var name in new[] { "source", "assertedOn" })
        {
            if (body["attribution"]?[name] is { } value)
                tree.Set($"/attribution/{name}", value, isInList: false);
        }

        tree.Set("/attribution/mode", JsonValue.Create("observed"), isInList: false);
    }

    private void Add(IntroducedKind kind, string place, IReadOnlyList<FieldRule> rules)
    {
        var row = EventNames.Find(TypeOf(kind))!;
        _makes.Add((kind, row.Name, place, [.. rules.Select(r => (r, FieldKind.Find(row, r.Pointer).Kind))]));
    }
}
