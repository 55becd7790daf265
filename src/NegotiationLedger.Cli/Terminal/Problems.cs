namespace NegotiationLedger.Cli;

/// <summary>Shows why the server refused.</summary>
internal static class Problems
{
    /// <summary>Title, detail and each error at its place.</summary>
    public static void Show(Page page, ServerRefusedException refusal)
    {
        var problem = refusal.Problem;
        page.Line(Phrase.Of(refusal.About is null ? problem.Title : $"{refusal.About}: {problem.Title}", Ink.Bad));
        if (problem.Detail is { } detail)
            page.Below(Phrase.Of(detail));
        foreach (var (pointer, what) in problem.Errors.Where(e => problem.Detail?.Contains(e.Detail, StringComparison.Ordinal) != true))
            page.Below(Phrase.Of(pointer.Length == 0 ? "(whole)" : pointer, Ink.Strong) + Phrase.Of(what));
    }
}
