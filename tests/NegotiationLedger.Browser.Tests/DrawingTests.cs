using System.Collections.Immutable;
using NegotiationLedger.Console;
using NegotiationLedger.Values;
using NegotiationLedger.Views;

namespace NegotiationLedger.Browser.Tests;

/// <summary>What the pages draw and word without a browser: trees, tables, what changed in the words.</summary>
public sealed class DrawingTests
{
    [Fact]
    public void Answers_stand_under_what_they_answer_and_each_proposal_once()
    {
        var nodes = Tree(("a", null), ("b", "a"), ("c", "a"), ("d", "b"), ("e", "unknown"), ("f", null));
        nodes.Select(n => n.Id).ShouldBe(["a", "b", "d", "c", "e", "f"]);
        nodes.Select(n => n.Depth).ShouldBe([0, 1, 2, 1, 0, 0]);
        nodes.Select(n => n.Row).ShouldBe([0, 0, 0, 1, 2, 3]);
    }

    [Fact]
    public void Proposals_that_answer_each_other_stand_once_each()
    {
        var nodes = Tree(("a", "b"), ("b", "a"), ("c", "c"));
        nodes.Select(n => n.Id).ShouldBe(["a", "b", "c"]);
        nodes.Select(n => n.Depth).ShouldBe([0, 1, 0]);
    }

    [Fact]
    public void No_two_boxes_of_the_tree_overlap_and_none_is_outside()
    {
        var random = new Random(7);
        var proposals = Enumerable
            .Range(0, 50)
            .Select(i => ($"p{i:00}", i == 0 || random.Next(4) == 0 ? null : $"p{random.Next(i):00}"))
            .ToArray();
        var drawing = ProposalDrawing.Of(Tree(proposals));
        drawing.Boxes.Select(b => (b.X, b.Y)).Distinct().Count().ShouldBe(50);
        drawing.Boxes.ShouldAllBe(b =>
            b.X + ProposalDrawing.BoxWidth <= drawing.Width && b.Y + ProposalDrawing.BoxHeight <= drawing.Height
        );
        drawing.Lines.Count.ShouldBe(proposals.Count(p => p.Item2 is not null));
    }

    [Theory]
    [InlineData("Hamas disarms.", "Hamas disarms at once.")]
    [InlineData("a b c d", "d c b a")]
    [InlineData("the same", "the same")]
    [InlineData("", "new words")]
    public void What_changed_in_the_words_gives_both_texts_back(string before, string after)
    {
        var changes = WordChanges.Of(before, after);
        string.Join(' ', changes.Where(c => c.Kind is not WordChangeKind.New).Select(c => c.Text)).ShouldBe(before);
        string.Join(' ', changes.Where(c => c.Kind is not WordChangeKind.Gone).Select(c => c.Text)).ShouldBe(after);
    }

    [Fact]
    public void Words_that_stay_are_not_told_as_changed() =>
        WordChanges
            .Of("full withdrawal of troops", "phased withdrawal of all troops")
            .ShouldBe([
                new(WordChangeKind.Gone, "full"),
                new(WordChangeKind.New, "phased"),
                new(WordChangeKind.Kept, "withdrawal of"),
                new(WordChangeKind.New, "all"),
                new(WordChangeKind.Kept, "troops"),
            ]);

    [Fact]
    public void A_long_text_is_changed_as_a_whole()
    {
        var text = string.Join(' ', Enumerable.Repeat("word", 500));
        WordChanges.Of(text, text + " more").Select(c => c.Kind).ShouldBe([WordChangeKind.Gone, WordChangeKind.New]);
    }

    [Fact]
    public void A_matrix_shows_what_the_talks_are_stuck_on_first_and_no_more_than_fits()
    {
        var matrix = new IssueMatrix
        {
            Issues = Enumerable
                .Range(0, 100)
                .ToImmutableSortedDictionary(
                    i => $"i{i:000}",
                    i =>
                        Row(
                            i switch
                            {
                                0 => RowState.Agreed,
                                1 => RowState.OneSided,
                                2 => RowState.Conflicting,
                                _ => RowState.Open,
                            },
                            parties: i < 3 ? 12 : 0
                        ),
                    StringComparer.Ordinal
                ),
        };
        var table = MatrixTable.Of(matrix, [], 1);
        table.Rows.Select(r => r.Key).Take(4).ShouldBe(["i002", "i001", "i000", "i003"]);
        (table.Rows.Count, table.Total, table.Next).ShouldBe((MatrixTable.MostIssues, 100, MatrixTable.MostIssues + 1));
        (table.Parties.Count, table.Others.Count).ShouldBe((MatrixTable.MostParties, 12 - MatrixTable.MostParties));
        MatrixTable
            .Of(matrix, ["p11"], 81)
            .ShouldSatisfyAllConditions(
                last => last.Parties.ShouldBe(["p11"]),
                last => last.Rows.Count.ShouldBe(20),
                last => last.Next.ShouldBeNull()
            );
    }

    private static IReadOnlyList<ProposalNode> Tree(params (string Id, string? InReplyTo)[] proposals) =>
        ProposalTree.Of(
            proposals.ToImmutableSortedDictionary(
                p => p.Id,
                p => new Proposal { InReplyTo = p.InReplyTo is { } other ? new ProposalId(other) : null },
                StringComparer.Ordinal
            )
        );

    private static MatrixRow Row(RowState state, int parties) =>
        new(
            state,
            Enumerable
                .Range(0, parties)
                .ToImmutableSortedDictionary(
                    i => $"p{i:00}",
                    _ => new MatrixCell(new(PositionKind.Demands, "x", null, default, Edtf.Parse("2025-07"), [], []), []),
                    StringComparer.Ordinal
                )
        );
}
