using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary><c>POST /sources/{id}/text</c>: the text of a source that was registered without one, once.</summary>
internal static class PostText
{
    internal static async Task<IResult> Post(string id, HttpContext context, Registrar registrar, LedgerReader reader)
    {
        var body = await JsonBody.Read(context.Request, BodyLimits.Array, context.RequestAborted);
        var write = WriteRequest.Of(context, body);
        while (true)
        {
            var registry = (await reader.ReadRegistry(context.RequestAborted)).Registry;
            var known = SourceEndpoints.Registered.Find(id, registry);
            var decision = Register.Text(known, body.Json);
            if (decision.Data is not SourceTextAdded data)
                throw Problems.Invalid(decision.Problems);
            var (held, version) = (known.Description.TextSha256, known.Last.Version);
            Refuse(known.Description, data, registry);
            if (held is null && write.ExpectedVersion is { } expected && expected != version)
                throw Problems.Stale(SourceId.Noun, expected, version);
            // One that stands already is written no more, but its key may be known. Who described the source meanwhile is heeded.
            var outcome = await Append(registrar, data, held is null ? version : 0, decision.Text!, write, context.RequestAborted);
            if (outcome is AppendOutcome.Appended appended)
                return SourceEndpoints.Registered.Appended(context, registry, data.Source, appended);
            if (held is not null)
                return await SourceEndpoints.Registered.Known(context, reader, data.Source);
        }
    }

    private static async Task<AppendOutcome> Append(
        Registrar registrar,
        SourceTextAdded data,
        long version,
        string text,
        WriteRequest write,
        CancellationToken cancellationToken
    )
    {
        var stream = StreamName.Of(data.Source);
        var outcome = await registrar.Append(
            stream,
            data,
            version,
            new SourceText(data.TextSha256, data.Source, text),
            write,
            cancellationToken
        );
        // The text is held, for another publisher's print of it.
        return outcome is AppendOutcome.TextHeld
            ? await registrar.Append(stream, data, version, text: null, write, cancellationToken)
            : outcome;
    }

    private static void Refuse(SourceRegistered description, SourceTextAdded data, Registry registry)
    {
        if (description.TextSha256 is { } held && held != data.TextSha256)
            throw Problems.Taken(
                $"The source '{description.Source}' has another text already (SHA-256 {held}): register this one as a source of its own."
            );
        if (
            registry
                .WithText(data.TextSha256)
                .FirstOrDefault(s => s.Source != description.Source && s.Publisher == description.Publisher) is
            { } same
        )
            throw Problems.Taken(
                $"The source '{same.Source}' of the same publisher has this text: use that one, or correct the publisher of one of the two."
            );
    }
}
