using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Recording.Loads;

/// <summary>
/// Decides what of a negotiation's file a ledger still lacks. Of each stream the ledger may have nothing, a beginning of what the file has,
/// all of it, or more; anything else contradicts it. What it lacks is held against the same rules as any body.
/// </summary>
/// <param name="here">The negotiation as this ledger has it, with all that is registered.</param>
/// <param name="texts">The texts that this ledger holds of the sources that the file quotes.</param>
public sealed class DecideLoad(History here, IReadOnlyDictionary<SourceId, string> texts)
{
    private readonly List<Problem> _problems = [];
    private readonly List<Problem> _conflicts = [];
    private readonly Dictionary<string, List<Entry>> _streams = [];
    private readonly Dictionary<string, int> _met = [];
    private readonly Dictionary<SourceId, string> _texts = new(texts);
    private Registry _registry = here.Registry;

    /// <summary>Decides on the events of a file, in its order.</summary>
    /// <exception cref="OperationCanceledException">The decision was ended.</exception>
    public LoadDecision Decide(IReadOnlyList<FileEvent> file, CancellationToken cancellationToken)
    {
        Gather(file);
        var lacking = file.Select(e => (File: e, Lacks: e.IsRegistration ? Registered(e) : Recorded(e))).ToList();
        var drafts = lacking.Where(l => l.Lacks is { Data: null }).Select(l => DraftOf(l.File)).ToList();
        if (_problems.Count + _conflicts.Count > 0)
            return Refused();
        var decision = new RecordDevelopments(here.With([], _registry), _texts).DecideWithoutWarnings(drafts, cancellationToken);
        _problems.AddRange(decision.Problems);
        if (_problems.Count > 0)
            return Refused();
        var decided = new Queue<Decided>(decision.Records);
        return new(
            [
                .. lacking
                    .Where(l => l.Lacks is not null)
                    .Select(l => l.Lacks!.Data is not null ? l.Lacks : l.Lacks with { Data = decided.Dequeue().Data })
                    .Select(l => new EventToLoad(l.Stream, l.Version, l.Event.Id, l.Data!, l.Event.Origin, l.Event.Text)),
            ],
            [],
            []
        );
    }

    private LoadDecision Refused() => new([], [.. _problems.Distinct()], _conflicts);

    // What is registered of the sources and speakers that the file has.
    private void Gather(IReadOnlyList<FileEvent> file)
    {
        foreach (var stream in file.Where(e => e.IsRegistration).Select(e => RegistrationInFile.StreamOf(e.Data)).OfType<string>())
            _streams.TryAdd(stream, []);
        foreach (var entry in here.Registry.Entries)
        {
            if (_streams.TryGetValue(entry.Stream, out var entries))
                entries.Add(entry);
        }
    }

    // Null when the ledger has it, or when it cannot be recorded.
    private Lacking? Registered(FileEvent file)
    {
        var (data, problems) = RegistrationInFile.Read(file);
        _problems.AddRange(problems);
        if (data is null || RegistrationInFile.StreamOf(file.Data) is not { } stream)
            return null;
        var place = Next(stream);
        var known = _streams[stream];
        if (place < known.Count)
        {
            if (SameContent.Difference(known[place].Data, data) is { } difference)
                _conflicts.Add(Conflict.OfRegistration(file, stream, place, difference));
            return null;
        }

        problems = [.. RegistrationInFile.Check(file, data, isFirst: place == 0, _registry)];
        _problems.AddRange(problems);
        if (problems.Count > 0)
            return null;
        _registry = _registry.With([new Entry(file.Id, 0, stream, place + 1, file.Origin.RecordedAt, "", data)]);
        if (file.Text is not null && data is IWithText source)
            _texts[source.Source] = file.Text;
        return new(stream, place + 1, file, data);
    }

    private Lacking? Recorded(FileEvent file)
    {
        var place = Next(here.Negotiation.Value);
        if (place >= here.Entries.Count)
            return new(here.Negotiation.Value, place + 1, file, Data: null);
        var known = here.Entries[place];
        if (known.Id != file.Id)
        {
            _conflicts.Add(Conflict.OfOtherRecord(file, here.Negotiation, known));
            return null;
        }

        var reading = EventShape.Read(file.Data, file.Row);
        _problems.AddRange(reading.Problems.Select(p => p with { Pointer = $"/{file.Line}/data{p.Pointer}" }));
        if (reading.Data is not null && SameContent.Difference(known.Data, reading.Data) is { } difference)
            _conflicts.Add(Conflict.OfRecord(file, known, difference));
        return null;
    }

    private int Next(string stream)
    {
        var place = _met.GetValueOrDefault(stream);
        _met[stream] = place + 1;
        return place;
    }

    private static Draft DraftOf(FileEvent file)
    {
        var body = SameContent.WithoutFindings(JsonNode.Parse(file.Data.GetRawText())!.AsObject(), "check");
        body["type"] = file.Row.Name;
        return new(file.Id, JsonSerializer.SerializeToElement<JsonNode>(body, LedgerJson.Default.JsonNode), $"/{file.Line}/data");
    }

    private sealed record Lacking(string Stream, long Version, FileEvent Event, LedgerEvent? Data);
}
