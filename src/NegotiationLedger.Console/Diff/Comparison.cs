namespace NegotiationLedger.Console;

/// <summary>What two lenses answer differently, and which part of it a page shows.</summary>
/// <param name="View">The name of the view compared.</param>
/// <param name="Left">The one lens.</param>
/// <param name="Right">The other.</param>
/// <param name="Differences">All differences, by kind of field, then by place.</param>
/// <param name="From">The place of the first that is shown, from 1.</param>
public sealed record Comparison(string View, Lens Left, Lens Right, IReadOnlyList<Difference> Differences, int From)
{
    internal const int Most = 40;

    /// <summary>The differences that are shown.</summary>
    internal IReadOnlyList<Difference> Shown => [.. Differences.Skip(From - 1).Take(Most)];

    /// <summary>The place of the first of the next page; null on the last.</summary>
    internal int? Next => From - 1 + Most < Differences.Count ? From + Most : null;
}

/// <summary>Differences about one thing.</summary>
/// <param name="Head">What they are about.</param>
/// <param name="Differences">They.</param>
public sealed record DifferenceGroup(string Head, IReadOnlyList<Difference> Differences)
{
    /// <summary>The differences by what they are about, in the order in which they come.</summary>
    internal static IReadOnlyList<DifferenceGroup> Of(IReadOnlyList<Difference> differences, Names names) =>
        [.. differences.GroupBy(d => HeadOf(d.Field, names)).Select(g => new DifferenceGroup(g.Key, [.. g]))];

    private static string HeadOf(string pointer, Names names) =>
        (string[])[.. JsonPointer.Names(pointer)] switch
        {
            ["frame", ..] => Strings.DiffFrame,
            ["parties", var party, ..] => names.Party(party),
            ["proposals", var id, ..] => names.Frame.TitleOf(new ProposalId(id)),
            ["agreements" or "byId", var id, ..] => names.Frame.TitleOf(new AgreementId(id)),
            ["issues", var issue, ..] => names.Issue(issue),
            ["commitments", ..] => Strings.CommitmentsHead,
            ["items", ..] => Strings.DiffHappenings,
            ["figures" or "released" or "taken", ..] => Strings.FiguresHead,
            ["ultimatums", ..] => Strings.DiffUltimatums,
            _ => Strings.NavTalks,
        };
}
