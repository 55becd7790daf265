using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Accounts;

/// <summary>
/// The fold is blind to the order of recording where nothing ties: here each development has a day and an asserted day of its own and came
/// after earlier days only, no record has two records of one kind about it, whose order would count, and none
/// says where the talks are at home.
/// </summary>
public sealed class RecordingOrderLawTests
{
    private static readonly Arbitrary<(Piece[] Told, Piece[] Reordered)> Histories = Arb.From(
        from length in Gen.Choose(2, 9)
        from records in RandomHistories.Records.Where(r => !RandomHistories.SaysZone(r)).ArrayOf(length)
        from days in Gen.Shuffle(Enumerable.Range(0, length))
        from asserted in Gen.Shuffle(Enumerable.Range(0, length))
        from keys in Gen.Choose(0, 1_000_000).ArrayOf(length * 4)
        let told = Pieces(records, [.. days], [.. asserted]).ToArray()
        select (told, Reordered(told, keys))
    );

    [Fact]
    public void The_order_of_recording_does_not_matter() =>
        Laws.ForAll(Histories, pair => AnswerOf(pair.Told) == AnswerOf(pair.Reordered), rounds: 100);

    // Warnings stand in the order of recording, so they are compared as a set.
    private static string AnswerOf(IEnumerable<Piece> pieces)
    {
        var account = pieces.Aggregate(Opened(), (ledger, piece) => ledger.Record(piece.Body)).Through();
        return string.Join(
            '\n',
            Answers.Views(account).Select(v => v.Json).Concat(account.Warnings.Select(w => w.Detail).Order(StringComparer.Ordinal))
        );
    }

    private static IEnumerable<Piece> Pieces(Told[] records, int[] days, int[] asserted)
    {
        for (var i = 0; i < records.Length; i++)
        {
            var earlier = Enumerable.Range(0, records.Length).Where(j => days[j] < days[i]).ToList();
            var after = earlier.Count > 0 && records[i].After < 5 ? Id(earlier[records[i].Target % earlier.Count]).ToString() : null;
            yield return new(
                Id(i),
                RandomHistories.Development(records[i], Id(i), $"2025-07-{days[i] + 1:00}", $"2025-08-{asserted[i] + 1:00}", after),
                null
            );
            var choice = records[i].Target;
            if (choice % 3 == 0)
                yield return new(Id(100 + i), Disputed(Id(i), id: Id(100 + i)), Id(i));
            if (choice % 5 == 0)
                yield return new(Id(200 + i), Corrected(Id(i), "'claim':'planned'", id: Id(200 + i)), Id(i));
            if (choice % 7 == 0)
                yield return new(
                    Id(300 + i),
                    Retracted(Id(choice % 5 == 0 ? 200 + i : i), id: Id(300 + i)),
                    Id(choice % 5 == 0 ? 200 + i : i)
                );
        }
    }

    // Any order by the keys in which a record about a record follows it.
    private static Piece[] Reordered(Piece[] pieces, int[] keys)
    {
        var placed = new List<int>();
        while (placed.Count < pieces.Length)
            placed.Add(
                Enumerable
                    .Range(0, pieces.Length)
                    .Except(placed)
                    .Where(i => pieces[i].About is not { } about || placed.Any(p => pieces[p].Id == about))
                    .MinBy(i => keys[i % keys.Length])
            );
        return [.. placed.Select(i => pieces[i])];
    }

    private sealed record Piece(EventId Id, string Body, EventId? About);
}
