using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Tests.Support;

namespace NegotiationLedger.Tests.Accounts;

/// <summary>What all together say of a happening is what was last asserted of it: an older account of somebody else stands beside it.</summary>
public sealed class OtherAccountsLawTests
{
    private static readonly EventId Latest = Talks.Id(900);

    // What names or dates those who stand behind a value or say otherwise, or counts them.
    private static readonly HashSet<string> Backing =
    [
        "events",
        "viewpoints",
        "weakestMode",
        "contested",
        "history",
        "accounts",
        "mode",
        "viewpointCount",
        "publisherCount",
        "firstAsserted",
        "characterizations",
        "breaches",
    ];

    // What bears on one another.
    private static readonly IReadOnlyList<int>[] Topics =
    [
        [.. RandomHistories.KindsOf("talks_", "deadlock_", "venue_", "team_", "negotiation_closed")],
        [.. RandomHistories.KindsOf("proposal_", "counter_", "response_")],
        [.. RandomHistories.KindsOf("agreement_", "commitment_", "negotiation_closed")],
        [.. RandomHistories.KindsOf("military_", "ceasefire_", "party_", "mediator_", "intent_")],
        [.. RandomHistories.KindsOf("demand_", "concession_", "ultimatum_", "deadline_", "figure_", "persons_", "hostages_", "prisoners_")],
    ];

    private static readonly IReadOnlyList<(int First, int Second)> Pairs =
    [
        .. from first in Enumerable.Range(0, RandomHistories.Developments)
        from second in Enumerable.Range(0, RandomHistories.Developments)
        let latest = RandomHistories.Kind(first)
        let older = RandomHistories.Kind(second)
        where first != second && latest.Type == older.Type && SaysNothingMore(older.Payload, latest.Payload)
        select (first, second),
    ];

    private static readonly Arbitrary<(Told[] Before, int Pair, Told[] After)> Told = Arb.From(
        from before in Gen.Choose(0, 8).SelectMany(length => RandomHistories.Records.ArrayOf(length))
        from pair in Gen.Choose(0, Pairs.Count - 1)
        from after in Gen.Choose(0, 5).SelectMany(length => RandomHistories.Records.ArrayOf(length))
        select (before, pair, after)
    );

    [Fact]
    public void An_older_account_of_somebody_else_changes_nothing_that_all_together_say() =>
        Laws.ForAll(
            Told,
            told =>
            {
                var (first, second) = Pairs[told.Pair];
                var (without, with) = (Folded(told.Before, first, null, told.After), Folded(told.Before, first, second, told.After));
                return !IsOfOne(with) || Answers.Views(without).Zip(Answers.Views(with)).All(v => Holds(v.First, v.Second));
            },
            rounds: 150
        );

    [Fact]
    public void So_it_is_of_any_two_accounts_of_one_happening()
    {
        var checkedPairs = 0;
        foreach (var (first, second) in Pairs)
        {
            var with = Folded([], first, second, []);
            if (!IsOfOne(with))
                continue;
            Answers.Views(Folded([], first, null, [])).Zip(Answers.Views(with)).ShouldAllBe(v => Holds(v.First, v.Second));
            checkedPairs++;
        }

        checkedPairs.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void So_it_is_when_the_older_one_dates_it_after_what_came_next()
    {
        foreach (var kinds in Topics)
        foreach (var kind in kinds)
        foreach (var next in kinds)
            Answers
                .Views(Around(next, kind, null))
                .Zip(Answers.Views(Around(next, kind, "2025-07-10")))
                .ShouldAllBe(v => Holds(v.First, v.Second), $"{RandomHistories.Kind(kind)} and {RandomHistories.Kind(next)}");
    }

    private static Account Around(int next, int kind, string? older)
    {
        var ((type, said), (nextType, nextPayload)) = (RandomHistories.Kind(kind), RandomHistories.Kind(next));
        var payload = RandomHistories.PossibleOn("2025-07-10", said);
        List<string> told =
        [
            Talks.Said(type, payload, "2025-07-05", "envoy", asserted: "2025-07-20", occurrence: "told-twice", id: Latest),
            Talks.Said(
                nextType,
                RandomHistories.PossibleOn("2025-07-08", nextPayload),
                "2025-07-08",
                "envoy",
                asserted: "2025-07-18",
                id: Talks.Id(902)
            ),
        ];
        if (older is not null)
            told.Add(Talks.Said(type, payload, older, "official", asserted: "2025-07-19", occurrence: "told-twice", id: Talks.Id(901)));
        return Talks.Given(told).History.Through(Lens.Everything);
    }

    [Fact]
    public void What_two_accounts_contest_is_listed_where_it_stands()
    {
        var kinds = Enumerable.Range(0, RandomHistories.Developments).ToList();
        foreach (var first in kinds)
        foreach (var second in kinds.Where(k => k > first && RandomHistories.Kind(k).Type == RandomHistories.Kind(first).Type))
        foreach (var (name, json) in Answers.Views(Folded([], first, second, [])).Where(v => v.Name != Timeline.Name))
        {
            var view = Ledger.Json(json);
            foreach (var field in view.GetProperty("contested").EnumerateArray())
                In(view, field.GetProperty("field").GetString()!)
                    .GetProperty("contested")
                    .GetArrayLength()
                    .ShouldBe(field.GetProperty("rivals").GetArrayLength(), $"{name} {field}");
        }
    }

    private static JsonElement In(JsonElement view, string pointer)
    {
        pointer.ShouldStartWith("/");
        return pointer
            .Split('/')
            .Skip(1)
            .Aggregate(
                view,
                (place, part) =>
                    place.ValueKind is JsonValueKind.Array
                        ? place[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]
                        : place.GetProperty(part.Replace("~1", "/", StringComparison.Ordinal))
            );
    }

    // Another subject's is another happening.
    private static bool IsOfOne(Account account) =>
        account.Steps.Any(s => s.Assertion.Id == Latest && s.IsOverall && s.Occurrence.Members.Count == 2);

    private static Account Folded(Told[] before, int first, int? second, Told[] after)
    {
        var bodies = RandomHistories.Bodies([.. before, .. after]);
        List<string> told = [.. bodies.Take(before.Length), Account(first, "envoy", "2025-07-10", Latest)];
        if (second is { } other)
            told.Add(Account(other, "official", "2025-07-09", Talks.Id(901)));
        return Talks.Given(told.Concat(bodies.Skip(before.Length))).History.Through(Lens.Everything);
    }

    private static string Account(int kind, string by, string asserted, EventId id)
    {
        var (type, payload) = RandomHistories.Kind(kind);
        return Talks.Said(
            type,
            RandomHistories.PossibleOn("2025-07-08", payload),
            "2025-07-08",
            by,
            asserted: asserted,
            occurrence: "told-twice",
            id: id
        );
    }

    private static bool Holds((string Name, string Json) without, (string Name, string Json) with) =>
        Difference(without.Name, Ledger.Json(without.Json), Ledger.Json(with.Json)) is not { } difference
            ? true
            : throw new InvalidOperationException(difference);

    // What only the older says would be new. A zone moves what stands, an answer that names no terms is one to all of them, and operations
    // elsewhere are others.
    private static bool SaysNothingMore(string older, string latest) =>
        IsWithin(Talks.Json($"{{{older}}}"), Talks.Json($"{{{latest}}}"))
        && !latest.Contains("'zone'", StringComparison.Ordinal)
        && older.Contains("'terms'", StringComparison.Ordinal) == latest.Contains("'terms'", StringComparison.Ordinal)
        && OperationOf(older).Equals(OperationOf(latest), StringComparison.OrdinalIgnoreCase);

    private static string OperationOf(string payload)
    {
        var said = Talks.Json($"{{{payload}}}");
        return
            (
                said.TryGetProperty("operation", out var operation) ? operation
                : said.TryGetProperty("area", out var area) ? area
                : default
            )
                is { ValueKind: JsonValueKind.String } named
            ? named.GetString()!
            : "";
    }

    private static bool IsWithin(JsonElement one, JsonElement other) =>
        one.ValueKind is not JsonValueKind.Object
        || one.EnumerateObject().All(m => other.TryGetProperty(m.Name, out var same) && IsWithin(m.Value, same));

    private static string? Difference(string path, JsonElement left, JsonElement right) =>
        left.ValueKind != right.ValueKind ? $"{path}: {left} {right}"
        : left.ValueKind is JsonValueKind.Object
            ? left.EnumerateObject()
                .Where(m => !Backing.Contains(m.Name))
                .Select(m =>
                    right.TryGetProperty(m.Name, out var other)
                        ? Difference($"{path}/{m.Name}", m.Value, other)
                        : $"{path}/{m.Name} is gone"
                )
                .FirstOrDefault(d => d is not null)
        : left.ValueKind is JsonValueKind.Array
            ? left.GetArrayLength() != right.GetArrayLength() ? $"{path}: {left} {right}"
                : left.EnumerateArray()
                    .Zip(right.EnumerateArray())
                    .Select((e, i) => Difference($"{path}/{i}", e.First, e.Second))
                    .FirstOrDefault(d => d is not null)
        : left.GetRawText() == right.GetRawText() ? null
        : $"{path}: {left} {right}";
}
