using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger edit</c>: opens a record in an editor and records what was changed as a correction.</summary>
internal static class Edit
{
    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var record = NamedRecord.Argument();
        var reason = new Option<string>("--reason")
        {
            Description = "Why.",
            HelpName = "text",
            DefaultValueFactory = _ => "Recorded wrongly.",
        };
        var (dryRun, json) = (AboutRecords.DryRun(), Question.Json());
        var verb = new Verb(
            "edit",
            "Opens a record in the editor that VISUAL or EDITOR names, and records what was changed as a correction.",
            "EDITOR=nano ledger edit @92 --reason 'A slip of the pen.'"
        )
        {
            record,
            reason,
            dryRun,
            json,
        };
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                using var client = shell.Connect(parsed);
                var named = await NamedRecord.Find(client, parsed.GetRequiredValue(record), cancellation);
                var stands = await Standing(client, named, cancellation);
                var edited = await InEditor(shell, stands, cancellation);
                if (MergePatchOf(stands, edited) is not { Count: > 0 } patch)
                {
                    shell.Notes.Line(Phrase.Of("Nothing was changed, and nothing is recorded."));
                    return ExitCodes.Done;
                }

                var body = new JsonObject
                {
                    ["type"] = "assertion_corrected",
                    ["assertion"] = named.Id,
                    ["patch"] = patch,
                    ["reason"] = parsed.GetValue(reason),
                };
                return await AboutRecords.Send(
                    shell,
                    client,
                    named.Negotiation,
                    body,
                    parsed.GetValue(dryRun),
                    parsed.GetValue(json),
                    cancellation
                );
            }
        );
        return verb;
    }

    /// <summary>The JSON Merge Patch (RFC 7396) that makes the one object the other.</summary>
    public static JsonObject MergePatchOf(JsonObject from, JsonObject to)
    {
        var patch = new JsonObject();
        foreach (var (name, _) in from.Where(m => !to.ContainsKey(m.Key)))
            patch[name] = null;
        foreach (var (name, value) in to)
        {
            if (from[name] is JsonObject before && value is JsonObject after)
            {
                if (MergePatchOf(before, after) is { Count: > 0 } inner)
                    patch[name] = inner;
            }
            else if (!JsonNode.DeepEquals(from[name], value))
                patch[name] = value?.DeepClone();
        }

        return patch;
    }

    // As recorded, with the corrections that stand.
    private static async Task<JsonObject> Standing(LedgerClient client, NamedRecord named, CancellationToken cancellation)
    {
        var query = new Query().Add("after", $"{named.Sequence - 1}").Add("limit", "1").Add("recordedUntil", $"@{named.Sequence}");
        var page = (await client.Get($"negotiations/{Uri.EscapeDataString(named.Negotiation)}/history", query, cancellation)).Json;
        var recorded = JsonObject.Create(page.Items("entries").Single().Member("data")!.Value)!;
        foreach (var correction in named.Whole.Items("corrections"))
            Apply(recorded, JsonObject.Create(correction.Member("patch")!.Value)!);
        return recorded;
    }

    private static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
                target.Remove(name);
            else if (value is JsonObject inner && target[name] is JsonObject owner)
                Apply(owner, inner);
            else
                target[name] = value.DeepClone();
        }
    }

    private static async Task<JsonObject> InEditor(Shell shell, JsonObject record, CancellationToken cancellation)
    {
        var editor = shell.Surroundings.Variable("VISUAL") ?? shell.Surroundings.Variable("EDITOR");
        if (string.IsNullOrWhiteSpace(editor))
            throw new WrongUsageException("No editor is named: set VISUAL or EDITOR, such as EDITOR=nano.");
        var folder = Directory.CreateTempSubdirectory("ledger-edit-");
        try
        {
            var file = Path.Combine(folder.FullName, "record.json");
            using var document = JsonDocument.Parse(record.ToJsonString());
            await File.WriteAllTextAsync(file, JsonText.Indented(document.RootElement) + "\n", cancellation);
            // As git has it: the words before the file may be options of the editor's.
            var words = editor.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            using var process =
                Process.Start(new ProcessStartInfo(words[0], [.. words[1..], file]) { UseShellExecute = false })
                ?? throw new WrongUsageException($"The editor '{editor}' cannot be started.");
            await process.WaitForExitAsync(cancellation);
            if (process.ExitCode != 0)
                throw new WrongUsageException($"The editor '{editor}' ended with {process.ExitCode}: nothing is recorded.");
            var edited = await InputFile.Read(file, TextReader.Null, cancellation);
            return edited.ValueKind is JsonValueKind.Object
                ? JsonObject.Create(edited)!
                : throw new WrongUsageException("What was edited is not one JSON object: nothing is recorded.");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new WrongUsageException($"The editor '{editor}' cannot be started: {e.Message}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
