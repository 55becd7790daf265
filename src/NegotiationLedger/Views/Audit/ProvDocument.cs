using System.Text.Json;

namespace NegotiationLedger.Views;

/// <summary>
/// Writes records as one document of PROV-JSON (The PROV-JSON Serialization, W3C Member Submission, 24 April 2013): one graph, without
/// bundles, that closes when it is whole.
/// </summary>
/// <remarks>
/// PROV-JSON groups statements by kind. The records are read once: entities go to the output at once, every other kind to a spool of its
/// own that is copied behind them in the end. Memory holds the names of the people, documents and principals met, and none of the records.
/// </remarks>
/// <param name="output">Where the document goes.</param>
/// <param name="spool">Opens an empty stream that can be written, sought and read again; it is disposed of with the document.</param>
public sealed class ProvDocument(Stream output, Func<Stream> spool) : IAsyncDisposable
{
    private const int Full = 32 * 1024;

    private readonly HashSet<(ProvKind, string)> _shared = [];
    private readonly Dictionary<ProvKind, Section> _sections = [];
    private long _relations;

    /// <summary>Adds the provenance of a record.</summary>
    /// <param name="record">A record that was not added before.</param>
    /// <param name="registry">The sources and speakers it refers to.</param>
    /// <param name="cancellationToken">Leaves the document unfinished.</param>
    public async Task Add(AuditRecord record, Registry registry, CancellationToken cancellationToken)
    {
        foreach (var statement in RecordProvenance.Of(record, registry))
        {
            if (statement.IsShared && !_shared.Add((statement.Kind, statement.Id!)))
                continue;
            var section = await SectionOf(statement.Kind, cancellationToken);
            Write(section.Writer, statement);
            if (section.Writer.BytesPending >= Full)
                await section.Writer.FlushAsync(cancellationToken);
        }
    }

    /// <summary>Writes what is left and closes the document.</summary>
    /// <param name="cancellationToken">Leaves the document unfinished.</param>
    public async Task Finish(CancellationToken cancellationToken)
    {
        await SectionOf(ProvKind.Entity, cancellationToken);
        foreach (var (kind, section) in _sections.OrderBy(s => s.Key))
        {
            section.Writer.WriteEndObject();
            await section.Writer.FlushAsync(cancellationToken);
            if (kind == ProvKind.Entity)
                continue;
            await output.WriteAsync(
                JsonSerializer.SerializeToUtf8Bytes(NameOf(kind)).Prepend((byte)',').Append((byte)':').ToArray(),
                cancellationToken
            );
            section.Stream.Position = 0;
            await section.Stream.CopyToAsync(output, cancellationToken);
        }

        await output.WriteAsync("}\n"u8.ToArray(), cancellationToken);
        await output.FlushAsync(cancellationToken);
    }

    /// <summary>Disposes of the spools; the output stays open.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var (kind, section) in _sections)
        {
            section.Writer.Reset(Stream.Null);
            await section.Writer.DisposeAsync();
            if (kind != ProvKind.Entity)
                await section.Stream.DisposeAsync();
        }
    }

    private async Task<Section> SectionOf(ProvKind kind, CancellationToken cancellationToken)
    {
        if (_sections.TryGetValue(kind, out var known))
            return known;
        if (kind == ProvKind.Entity)
            await output.WriteAsync(Head(), cancellationToken);
        var stream = kind == ProvKind.Entity ? output : spool();
        var section = _sections[kind] = new(stream, new Utf8JsonWriter(stream));
        section.Writer.WriteStartObject();
        return section;
    }

    private void Write(Utf8JsonWriter writer, ProvStatement statement)
    {
        var isElement = statement.Kind <= ProvKind.Agent;
        writer.WriteStartObject(isElement ? statement.Id! : $"_:r{++_relations}");
        foreach (var attribute in statement.Attributes)
            attribute.Write(writer);
        writer.WriteEndObject();
    }

    // The document up to where its entities begin.
    private static byte[] Head()
    {
        using var head = new MemoryStream();
        using (var writer = new Utf8JsonWriter(head, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("prefix");
            foreach (var (prefix, space) in ProvName.Prefixes)
                writer.WriteString(prefix, space);
            writer.WriteEndObject();
            writer.WritePropertyName(NameOf(ProvKind.Entity));
        }

        return head.ToArray();
    }

    private static string NameOf(ProvKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    private sealed record Section(Stream Stream, Utf8JsonWriter Writer);
}
