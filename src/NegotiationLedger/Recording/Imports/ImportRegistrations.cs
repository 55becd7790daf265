namespace NegotiationLedger.Recording.Imports;

/// <summary>A source or a speaker that rows name and that is not registered yet.</summary>
/// <param name="Data">The registration.</param>
/// <param name="Stream">Its stream.</param>
public sealed record NewRegistration(Registration Data, string Stream);

/// <summary>Decides which sources and speakers are to be registered before rows are recorded.</summary>
public static class ImportRegistrations
{
    /// <summary>The new ones, each by the first row that names it; and the rows with the problems of those that cannot be registered.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="registry">What is registered.</param>
    public static (IReadOnlyList<NewRegistration> New, IReadOnlyList<MappedRow> Rows) Decide(
        IReadOnlyList<MappedRow> rows,
        Registry registry
    )
    {
        var found = new Dictionary<(IntroducedKind, string), NewRegistration>();
        var judged = new List<MappedRow>(rows.Count);
        foreach (var row in rows)
        {
            var problems = new List<RowProblem>();
            foreach (var named in row.Problems.Count > 0 || row.Skipped is not null ? [] : row.Introduces)
            {
                if (found.ContainsKey((named.Kind, named.Id)) || IsKnown(named, registry))
                    continue;
                var decision = named.Kind is IntroducedKind.Source ? Register.Source(named.Body) : Register.Speaker(named.Body);
                if (decision.Data is { } data)
                    found[(named.Kind, named.Id)] = new(data, StreamOf(data));
                else
                    problems.AddRange(
                        decision.Problems.Select(p => new RowProblem(
                            row.Row.Line,
                            null,
                            null,
                            $"'{Sheet.Shown(named.Id)}', which the map makes at {named.Place}: {p.Pointer}: {p.Detail}",
                            p.Pointer
                        ))
                    );
            }

            judged.Add(problems.Count == 0 ? row : row with { Problems = problems });
        }

        return ([.. found.Values], judged);
    }

    /// <summary>The registry as it will be: for a dry run, and for judging rows before anything is registered.</summary>
    public static Registry Foresee(Registry registry, IReadOnlyList<NewRegistration> registrations) =>
        registry.With(
            registrations.Select(
                (r, i) =>
                    new Entry(RowId.OfRevision(default, default, r.Stream), registry.Sequence + i + 1, r.Stream, 1, default, "", r.Data)
            )
        );

    private static bool IsKnown(Introduced named, Registry registry) =>
        named.Kind switch
        {
            IntroducedKind.Source => Slug.IsValid(named.Id) && registry.Sources.ContainsKey(new(named.Id)),
            IntroducedKind.Speaker => Slug.IsValid(named.Id) && registry.Speakers.ContainsKey(new(named.Id)),
            _ => true,
        };

    private static string StreamOf(Registration data) =>
        data is SourceRegistered source ? StreamName.Of(source.Source) : StreamName.Of(((SpeakerRegistered)data).Speaker);
}
