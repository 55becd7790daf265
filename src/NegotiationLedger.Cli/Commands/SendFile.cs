using System.CommandLine;
using System.Net;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>A verb that sends a file to one address: opening a negotiation, registrations and their changes.</summary>
internal static class SendFile
{
    /// <summary>Opens a negotiation.</summary>
    public static Verb Open(Shell shell) =>
        Of(
            shell,
            new(
                "open",
                "Opens a negotiation: id, title, occurred, attribution, parties and issues, from a file.",
                "ledger open talks.json"
            ),
            "JSON: id, title, occurred, attribution, and parties and issues where they are known",
            _ => "negotiations",
            "negotiation",
            "Opened"
        );

    /// <summary>Registers a speaker.</summary>
    public static Verb AddSpeaker(Shell shell) =>
        Of(
            shell,
            new("add", "Registers a speaker.", "ledger new speaker_registered > envoy.json", "ledger speaker add envoy.json"),
            "JSON: identity, name, title, party and for how long; 'ledger new speaker_registered' writes one to fill in",
            _ => "speakers",
            "speaker",
            "Registered"
        );

    /// <summary>Adds a role to a speaker.</summary>
    public static Verb AddRole(Shell shell)
    {
        var id = Speakers.Id();
        return Of(
            shell,
            new("role", "Adds a role to a speaker: title, party, and for how long.", "ledger speaker role steve-witkoff role.json"),
            "JSON: title, party and valid; 'ledger new speaker_role_changed' writes one to fill in",
            parsed => $"{Speakers.PathOf(parsed.GetRequiredValue(id))}/roles",
            "speaker",
            "Added to",
            id
        );
    }

    /// <summary>Corrects a source's description.</summary>
    public static Verb CorrectSource(Shell shell)
    {
        var id = Sources.Id();
        return Of(
            shell,
            new(
                "correct",
                "Corrects the description of a source; its id and text stay.",
                "ledger source correct peace-talks-collapse change.json"
            ),
            "JSON: patch (what changes, null removes) and reason",
            parsed => $"{Sources.PathOf(parsed.GetRequiredValue(id))}/corrections",
            "source",
            "Corrected",
            id
        );
    }

    private static Verb Of(
        Shell shell,
        Verb verb,
        string what,
        Func<ParseResult, string> path,
        string named,
        string done,
        Argument<string>? id = null
    )
    {
        var file = new Argument<string>("file") { Description = $"{what}; - reads standard input." };
        var json = Question.Json();
        if (id is not null)
            verb.Arguments.Add(id);
        verb.Arguments.Add(file);
        verb.Options.Add(json);
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                var body = await InputFile.Read(parsed.GetRequiredValue(file), shell.Surroundings.In, cancellation);
                if (body.ValueKind is not JsonValueKind.Object)
                    throw new WrongUsageException("The file must hold one JSON object.");
                using var client = shell.Connect(parsed);
                var reply = (await client.Post(path(parsed), body.GetRawText(), cancellation)).OrRefusal();
                if (parsed.GetValue(json))
                    JsonText.Print(shell.Surroundings, reply);
                else
                    shell.Page.Line(
                        Phrase.Of(reply.Status is HttpStatusCode.Created ? done : "Already there:")
                            + Phrase.Of(reply.Json.Text(named), Ink.Strong)
                    );
                return ExitCodes.Done;
            }
        );
        return verb;
    }
}
