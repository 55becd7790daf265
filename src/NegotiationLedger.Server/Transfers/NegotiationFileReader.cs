using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using NegotiationLedger.Recording.Loads;

namespace NegotiationLedger.Server;

/// <summary>A negotiation's file as it was read, whole.</summary>
/// <param name="Negotiation">The negotiation that its header names.</param>
/// <param name="Events">Its events, in its order, each with an id of its own.</param>
internal sealed record NegotiationFile(NegotiationId Negotiation, IReadOnlyList<FileEvent> Events);

/// <summary>Reads the file of a negotiation line by line and names by line what is wrong with it. Nothing of one that was cut off is handed on.</summary>
internal sealed class NegotiationFileReader
{
    private const int MostNamed = 100;

    /// <summary>What the ledger itself may have added to a record: the place of its quotation.</summary>
    private const int Findings = 1024;

    private readonly List<Problem> _problems = [];
    private readonly Dictionary<EventId, int> _lines = [];
    private readonly List<FileEvent> _events = [];
    private NegotiationId? _negotiation;
    private FileEndLine? _end;

    /// <summary>Reads a file.</summary>
    /// <exception cref="ProblemException">It is not such a file, was cut off or altered (400), or is too large (413).</exception>
    internal static async Task<NegotiationFile> Read(Stream file, CancellationToken cancellationToken)
    {
        var reader = new NegotiationFileReader();
        var line = 0;
        await foreach (var bytes in Lines.Of(file, BodyLimits.Line, cancellationToken))
        {
            line++;
            if (Array.Exists(bytes, b => b is not ((byte)' ' or (byte)'\t' or (byte)'\r')))
                reader.Line(line, line == 1 ? WithoutMark(bytes) : bytes);
            if (reader._problems.Count >= MostNamed)
                break;
        }

        return reader.Whole();
    }

    private static byte[] WithoutMark(byte[] bytes) => bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes;

    private void Line(int line, byte[] bytes)
    {
        if (_end is { } end)
            _problems.Add(
                new($"/{line}", $"Line {end.Line} says that the file ends there, but line {line} follows: keep what was exported.")
            );
        else if (Parse(line, bytes) is { } json)
        {
            if (_negotiation is null)
                Header(line, json);
            else if (json.TryGetProperty("whole", out _))
                _end = FileEndLine.Read(line, json, _problems);
            else
                Event(line, json);
        }
    }

    private JsonElement? Parse(int line, byte[] bytes)
    {
        try
        {
            var json = JsonBody.Parse(bytes);
            if (json.ValueKind == JsonValueKind.Object)
                return json;
            _problems.Add(new($"/{line}", $"Line {line} is not a JSON object: each line of an export is one."));
        }
        catch (ProblemException e)
        {
            _problems.AddRange(
                e.Document.Errors is { Count: > 0 } errors
                    ? errors.Select(p => p with { Pointer = $"/{line}{p.Pointer}" })
                    : [new($"/{line}", $"Line {line}: {e.Document.Detail}")]
            );
        }

        return null;
    }

    // Without a header nothing else can be understood.
    private void Header(int line, JsonElement json)
    {
        var form = new LineForm($"/{line}", json, _problems);
        form.Only("format", "formatVersion", "negotiation", "position", "texts");
        if (form.Text("format") is not FileHeader.Name)
            throw Problems.Invalid([
                new(
                    $"/{line}/format",
                    $"The first line of a negotiation's file has \"format\": \"{FileHeader.Name}\"; this has {form.Shown("format")}. Send what GET /negotiations/{{id}}/export gives."
                ),
            ]);
        if (form.Number("formatVersion") is var version && version is null or < 1 or > FileHeader.Newest)
            throw Problems.Invalid([
                new(
                    $"/{line}/formatVersion",
                    $"This program reads files of format version 1 to {FileHeader.Newest}; this has {form.Shown("formatVersion")}. Load it with the program that wrote it, or a newer one."
                ),
            ]);
        var id = form.Text("negotiation");
        _negotiation = Slug.IsValid(id)
            ? new(id!)
            : throw Problems.Invalid([new($"/{line}/negotiation", Slug.Complaint("negotiation", id ?? ""))]);
    }

    private void Event(int line, JsonElement json)
    {
        var form = new LineForm($"/{line}", json, _problems);
        form.Only("id", "type", "sequence", "recordedAt", "recordedBy", "data", "text", "origin");
        var (id, row, origin) = (form.Id(), form.Row(), form.Origin());
        var data = form.Object("data");
        if (id is null || row is null || origin is null || data is null)
            return;
        if (JsonMarshal.GetRawUtf8Value(data.Value).Length > BodyLimits.Development + Findings)
            throw Problems.TooLarge(
                $"The data of line {line} are larger than {BodyLimits.Development} bytes, the most that a record may have."
            );
        if (!_lines.TryAdd(id.Value, line))
        {
            _problems.Add(new($"/{line}/id", $"'{id}' is the id of line {_lines[id.Value]} too: each event of an export has its own."));
            return;
        }

        _events.Add(new(line, id.Value, row, data.Value, origin, form.Has("text") ? form.Text("text") : null));
        if (_events.Count > BodyLimits.FileRecords)
            throw Problems.TooLarge($"The file has more than {BodyLimits.FileRecords} events, the most that are loaded from one.");
    }

    private NegotiationFile Whole()
    {
        if (_negotiation is null && _problems.Count == 0)
            throw Problems.Invalid([new("/1", "The file is empty: send what GET /negotiations/{id}/export gives.")]);
        if (_end is null && _problems.Count < MostNamed)
            _problems.Insert(
                0,
                new(
                    "",
                    "The file has no last line that says \"whole\": true, so it was cut off. Nothing was written: export the negotiation again."
                )
            );
        if (_problems.Count > 0)
            throw Problems.Invalid([.. _problems.Take(MostNamed)]);
        _end!.Check(_events);
        return new(_negotiation!.Value, _events);
    }
}

/// <summary>The last line of a file as it was read.</summary>
internal sealed record FileEndLine(int Line, long? Registrations, long? Records)
{
    internal static FileEndLine Read(int line, JsonElement json, List<Problem> problems)
    {
        var form = new LineForm($"/{line}", json, problems);
        form.Only("whole", "registrations", "records");
        if (json.GetProperty("whole").ValueKind != JsonValueKind.True)
            problems.Add(
                new($"/{line}/whole", $"{form.Shown("whole")} is not true: the export was cut off. Export the negotiation again.")
            );
        return new(line, form.Number("registrations"), form.Number("records"));
    }

    /// <summary>Refuses a file that has more or fewer events than its last line says.</summary>
    /// <exception cref="ProblemException">It has (400).</exception>
    internal void Check(IReadOnlyList<FileEvent> events)
    {
        var registrations = events.Count(e => e.IsRegistration);
        Problem[] problems =
        [
            .. Complaint("registrations", Registrations, registrations),
            .. Complaint("records", Records, events.Count - registrations),
        ];
        if (problems.Length > 0)
            throw Problems.Invalid(problems);
    }

    private IEnumerable<Problem> Complaint(string what, long? said, int found)
    {
        if (said != found)
            yield return new(
                $"/{Line}/{what}",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The last line says that there are {said} {what}, but there are {found}: lines were lost or added. Export the negotiation again."
                )
            );
    }
}
