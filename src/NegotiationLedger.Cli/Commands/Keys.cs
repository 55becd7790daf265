using System.CommandLine;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger key</c>: makes, lists, ends and rotates the keys by which programs and people ask the server.</summary>
internal static class Keys
{
    private const int Room = 100;

    private static readonly Column[] Columns =
    [
        new("key", IsShort: true),
        new("state", IsShort: true),
        new("role", IsShort: true),
        new("owner"),
        new("made"),
        new("last used"),
        new("ends"),
    ];

    /// <summary>The verb, with those below it.</summary>
    public static Verb Verb(Shell shell) =>
        new(
            "key",
            "Makes, lists, revokes and rotates the keys of the server. A key is sent from LEDGER_KEY, or from the file that LEDGER_KEY_FILE names.",
            "ledger key create --first",
            "ledger key create --role recorder --owner 'Desk of the North' --expires 2027-06-30",
            "ledger key list",
            "ledger key rotate 4fK0aPq7Zr1B --overlap-hours 24",
            "ledger key revoke 4fK0aPq7Zr1B"
        )
        {
            CreateKey.Verb(shell),
            List(shell),
            Revoke(shell),
            Rotate(shell),
        };

    /// <summary>Shows a key that was made: the key alone on standard output, so that it can be passed on.</summary>
    public static async Task Show(Shell shell, string key, string about)
    {
        await shell.Surroundings.Out.WriteLineAsync(key);
        shell
            .Notes.Line(Phrase.Of(about, Ink.Good))
            .Line(Phrase.Of("It is shown this once. Keep it like a password: LEDGER_KEY sends it."));
    }

    /// <summary>Shows a list of keys.</summary>
    public static void Show(Page page, JsonElement list)
    {
        var sheet = new Sheet(Room, Columns);
        foreach (var key in list.Items("keys"))
            sheet.Add(
                Phrase.Of(key.Text("id"), Ink.Strong),
                Phrase.Of(key.Text("state"), key.Text("state") == "accepted" ? Ink.Good : Ink.Doubt),
                Phrase.Of(key.Text("role")),
                Phrase.Of(key.Text("owner")),
                Phrase.Of($"{Moments.ToTheSecond(key.Text("createdAt") ?? "")} by {key.Text("createdBy")}"),
                Phrase.Of(key.Text("lastUsedAt") is { } used ? Moments.ToTheSecond(used) : "never"),
                EndOf(key)
            );
        page.Line(Phrase.Of(sheet.IsEmpty ? "There are no keys." : "Keys", Ink.Strong)).Show(sheet);
    }

    private static Phrase EndOf(JsonElement key) =>
        Phrase.Of(
            key.Text("revokedAt") is { } revoked
                ? $"{Moments.ToTheSecond(revoked)} by {key.Text("revokedBy")}"
                    + (key.Text("replacedBy") is { } next ? $", replaced by {next}" : "")
            : key.Text("expiresAt") is { } expires ? Moments.ToTheSecond(expires)
            : "never"
        );

    private static Verb List(Shell shell) =>
        Question.Of(
            shell,
            new Verb("list", "Lists every key there ever was, without its secret.", "ledger key list", "ledger key list --json"),
            _ => "keys",
            _ => new Query(),
            (page, reply) => Show(page, reply.Json)
        );

    private static Verb Revoke(Shell shell)
    {
        var id = Id();
        var verb = new Verb("revoke", "Ends a key: within a second no node accepts it.", "ledger key revoke 4fK0aPq7Zr1B") { id };
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                using var client = shell.Connect(parsed);
                var key = (await client.Delete(PathOf(parsed.GetRequiredValue(id)), cancellation)).Json;
                shell.Page.Line(Phrase.Of($"The key {key.Text("id")} of {key.Text("owner")} has ended.", Ink.Good));
                return ExitCodes.Done;
            }
        );
        return verb;
    }

    private static Verb Rotate(Shell shell)
    {
        var id = Id();
        var overlap = new Option<int>("--overlap-hours")
        {
            Description = "For how long the old key is accepted beside the new one: 0 to 168 (7 days); it ends at once by default.",
            HelpName = "n",
        };
        var verb = new Verb(
            "rotate",
            "Puts a new key of the same role, owner and expiry in the place of another.",
            "ledger key rotate 4fK0aPq7Zr1B",
            "ledger key rotate 4fK0aPq7Zr1B --overlap-hours 24"
        )
        {
            id,
            overlap,
        };
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                using var client = shell.Connect(parsed);
                var body = JsonSerializer.Serialize(new { overlapSeconds = parsed.GetValue(overlap) * 3600L });
                var made = (await client.Post(PathOf(parsed.GetRequiredValue(id)) + "/rotation", body, cancellation)).Json;
                await Show(
                    shell,
                    made.Text("key")!,
                    $"The new key of {made.Member("about")?.Text("owner")} takes the place of {parsed.GetRequiredValue(id)}."
                );
                return ExitCodes.Done;
            }
        );
        return verb;
    }

    private static Argument<string> Id() => new("id") { Description = "The key's public id: the 12 characters after nl_." };

    private static string PathOf(string id) => $"keys/{Uri.EscapeDataString(id)}";
}
