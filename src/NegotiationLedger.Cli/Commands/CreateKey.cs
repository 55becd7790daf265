using System.CommandLine;
using System.Text.Json.Nodes;
using NegotiationLedger.Server;
using NegotiationLedger.Store;
using NegotiationLedger.Store.Keys;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger key create</c>: asks the server for a key; with <c>--first</c> makes the first admin's on the server's machine, in the database.</summary>
internal static class CreateKey
{
    private const string FirstOwner = "admin";

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var first = new Option<bool>("--first")
        {
            Description = "Make an admin's key in the database itself, when no admin's key is accepted: on the server's machine.",
        };
        var role = new Option<string?>("--role") { Description = $"What it may do: {AccessRoles.All}.", HelpName = "role" };
        var owner = new Option<string?>("--owner")
        {
            Description = $"Who it asks as, shown to every reader as recordedBy; '{FirstOwner}' with --first.",
            HelpName = "name",
        };
        var expires = new Option<string?>("--expires")
        {
            Description = "The last day, or the instant, until which it is accepted; for ever by default.",
            HelpName = "date",
        };
        var (data, postgres) = DatabaseOptions.Make();
        var verb = new Verb(
            "create",
            "Makes a key and prints it, this once.",
            "ledger key create --first",
            "ledger key create --role recorder --owner 'Desk of the North'"
        )
        {
            first,
            role,
            owner,
            expires,
            data,
            postgres,
        };
        DatabaseOptions.RefuseBoth(verb, data, postgres);
        verb.Validators.Add(result =>
        {
            if (!result.GetValue(first) && (result.GetValue(role) is null || result.GetValue(owner) is null))
                result.AddError("Give --role and --owner, or --first.");
            if (!result.GetValue(first) && (result.GetValue(data) ?? result.GetValue(postgres)) is not null)
                result.AddError("--data and --postgres are for --first alone; otherwise the server is asked (--url).");
            if (result.GetValue(first) && result.GetValue(role) is not (null or "admin"))
                result.AddError("The first key is an admin's: leave --role out.");
        });
        verb.SetAction(
            (parsed, cancellation) =>
                parsed.GetValue(first)
                    ? First(
                        shell,
                        new(parsed.GetValue(data), parsed.GetValue(postgres), shell.Surroundings.Variable),
                        parsed.GetValue(owner) ?? FirstOwner,
                        parsed.GetValue(expires),
                        cancellation
                    )
                    : Ask(shell, parsed, parsed.GetValue(role)!, parsed.GetValue(owner)!, parsed.GetValue(expires), cancellation)
        );
        return verb;
    }

    private static async Task<int> Ask(
        Shell shell,
        ParseResult parsed,
        string role,
        string owner,
        string? expires,
        CancellationToken cancellation
    )
    {
        using var client = shell.Connect(parsed);
        var body = new JsonObject { ["role"] = role, ["owner"] = owner };
        if (expires is not null)
            body["expires"] = expires;
        var made = (await client.Post("keys", body.ToJsonString(), cancellation)).Json;
        await Keys.Show(shell, made.Text("key")!, $"A key with the role {role} for {owner}.");
        return ExitCodes.Done;
    }

    private static async Task<int> First(Shell shell, DatabaseChoice choice, string owner, string? expires, CancellationToken cancellation)
    {
        var (end, complaint) = FirstKey.Judge(owner, expires);
        if (complaint is not null)
            throw new WrongUsageException(complaint);
        try
        {
            await using var database = await FirstKey.Open(choice, sentence => shell.Notes.Line(Phrase.Of(sentence)), cancellation);
            await using var keys = new KeyStore(database.ConnectionString, Up.Schema);
            var key = ApiKey.New();
            if (
                await keys.CreateFirst(new(key.Id, key.SecretSha256, "admin", owner, end), "ledger key create --first", cancellation)
                is null
            )
                return Serve.Refuse(
                    shell,
                    "There is an admin's key already: make others with it ('ledger key create --role … --owner …'), or revoke it first."
                );
            await Keys.Show(shell, key.Text, $"A key with the role admin for {owner}.");
            return ExitCodes.Done;
        }
        catch (Exception e) when (Serve.Refusal(e, port: 0) is { } why)
        {
            return Serve.Refuse(shell, why);
        }
    }
}
