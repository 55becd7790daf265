using System.CommandLine;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger retract</c>, <c>dispute</c>, <c>corroborate</c> and <c>correct</c>: records about another record.</summary>
internal static class AboutRecords
{
    /// <summary>The verb that withdraws a record.</summary>
    public static Verb Retract(Shell shell) =>
        Verb(
            shell,
            new(
                "retract",
                "Withdraws a record, for every day it spoke of; it stays in the history.",
                "ledger retract @92 --reason 'Counted twice.'"
            ),
            "assertion_retracted",
            "reason",
            "Why it is withdrawn.",
            isRequired: true
        );

    /// <summary>The verb that calls a record into doubt.</summary>
    public static Verb Dispute(Shell shell) =>
        Verb(
            shell,
            new(
                "dispute",
                "Calls a record into doubt; it still counts, unless only undisputed records are asked for.",
                "ledger dispute @92 --grounds 'The witness was elsewhere.'"
            ),
            "assertion_disputed",
            "grounds",
            "Why it is doubted.",
            isRequired: true
        );

    /// <summary>The verb that supports a record.</summary>
    public static Verb Corroborate(Shell shell) =>
        Verb(
            shell,
            new("corroborate", "Says what supports a record.", "ledger corroborate @92 --grounds 'A second witness.'"),
            "assertion_corroborated",
            "grounds",
            "What supports it.",
            isRequired: false
        );

    /// <summary>The verb that corrects a record.</summary>
    public static Verb Correct(Shell shell)
    {
        var patch = new Argument<string>("change")
        {
            Description =
                "The change as a JSON merge patch (RFC 7396): {\"by\":\"israel\"}, null removes a field; - reads it from standard input.",
        };
        return Verb(
            shell,
            new(
                "correct",
                "Corrects fields of a record; what was recorded stays in the history.",
                """ledger correct @92 '{"by":"israel"}' --reason 'The wire corrected itself.'"""
            ),
            "assertion_corrected",
            "reason",
            "Why.",
            isRequired: true,
            patch
        );
    }

    private static Verb Verb(
        Shell shell,
        Verb verb,
        string type,
        string field,
        string what,
        bool isRequired,
        Argument<string>? change = null
    )
    {
        var record = NamedRecord.Argument();
        var why = new Option<string?>("--" + field)
        {
            Description = what,
            HelpName = "text",
            Required = isRequired,
        };
        var (dryRun, json) = (DryRun(), Question.Json());
        verb.Arguments.Add(record);
        if (change is not null)
            verb.Arguments.Add(change);
        verb.Options.Add(why);
        verb.Options.Add(dryRun);
        verb.Options.Add(json);
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                using var client = shell.Connect(parsed);
                var named = await NamedRecord.Find(client, parsed.GetRequiredValue(record), cancellation);
                var body = new JsonObject { ["type"] = type, ["assertion"] = named.Id };
                if (change is not null)
                    body["patch"] = await PatchOf(parsed.GetRequiredValue(change), shell.Surroundings.In, cancellation);
                if (parsed.GetValue(why) is { } words)
                    body[field] = words;
                return await Send(shell, client, named.Negotiation, body, parsed.GetValue(dryRun), parsed.GetValue(json), cancellation);
            }
        );
        return verb;
    }

    /// <summary>The option that only shows what would change.</summary>
    public static Option<bool> DryRun() => new("--dry-run") { Description = "Only show what would change; write nothing." };

    /// <summary>Shows what records will change, then records them.</summary>
    public static async Task<int> Send(
        Shell shell,
        LedgerClient client,
        string negotiation,
        JsonNode body,
        bool isDryRun,
        bool isJson,
        CancellationToken cancellation
    )
    {
        var path = $"negotiations/{Uri.EscapeDataString(negotiation)}/developments";
        var text = body.ToJsonString();
        if (isDryRun || !isJson)
        {
            var foreseen = (await client.Post($"{path}?dryRun=true", text, cancellation)).OrRefusal();
            if (isDryRun && isJson)
                JsonText.Print(shell.Surroundings, foreseen);
            else if (isDryRun)
                Check.Show(shell.Page, foreseen.Json);
            else
                Check.ShowChanges(shell.Page, foreseen.Json);
            if (isDryRun)
                return ExitCodes.Done;
        }

        var reply = (await client.Post(path, text, cancellation)).OrRefusal();
        if (isJson)
            JsonText.Print(shell.Surroundings, reply);
        else
        {
            shell
                .Page.Gap()
                .Line(
                    Phrase.Of(
                        reply.Status is HttpStatusCode.Created ? "Recorded." : "It was already there; nothing was written.",
                        Ink.Strong
                    )
                );
            Records.Show(shell.Page, reply.Json);
        }

        return ExitCodes.Done;
    }

    private static async Task<JsonNode> PatchOf(string change, TextReader standardInput, CancellationToken cancellation)
    {
        var text = change == "-" ? await standardInput.ReadToEndAsync(cancellation) : change;
        try
        {
            return JsonNode.Parse(text) as JsonObject
                ?? throw new WrongUsageException($"The change is '{text}': give a JSON object, such as {{\"by\":\"israel\"}}.");
        }
        catch (JsonException e)
        {
            throw new WrongUsageException($"The change is not JSON: {e.Message}");
        }
    }
}
