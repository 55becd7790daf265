using Spectre.Console;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger login</c> keeps a key for a server, once the server has accepted it; <c>ledger logout</c> forgets it.</summary>
internal static class Login
{
    private static readonly string[] Stronger = ["LEDGER_KEY", "LEDGER_KEY_FILE"];

    /// <summary>The verb that keeps.</summary>
    public static Verb Verb(Shell shell)
    {
        var verb = new Verb(
            "login",
            "Asks for a key without showing it, tries it at the server, and keeps it for that server in a file that only you can read. LEDGER_KEY and LEDGER_KEY_FILE come first.",
            "ledger login",
            "ledger login --url https://ledger.example.org",
            "ledger key create --role recorder --owner 'Desk of the North' | ledger login"
        );
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                var url = shell.UrlOf(parsed);
                var key = await Ask(shell, url, cancellation);
                using var client = new LedgerClient(url, key);
                var me = (await client.Get("whoami", new Query(), cancellation)).OrRefusal().Json;
                if (me.Text("authenticatedBy") == "none")
                {
                    shell.Page.Line(Phrase.Of($"{url} asks nobody for a key; none was kept."));
                    return ExitCodes.Done;
                }

                var file = new KeptKeys(shell.Surroundings.Variable).Keep(url, key);
                var roles = string.Join(" and ", me.Texts("roles"));
                var end = me.Text("endsAt") is { } ends ? $" until {Moments.ToTheSecond(ends)}" : "";
                shell.Page.Line(Phrase.Of($"You are {me.Text("principal")} at {url}, {roles}{end}.", Ink.Good));
                shell.Notes.Line(Phrase.Of($"The key is kept in {file}; 'ledger logout' forgets it."));
                if (Stronger.FirstOrDefault(v => shell.Usual(v) is not null) is { } other)
                    shell.Notes.Line(Phrase.Of($"{other} is set and comes first: unset it to use the key that was kept.", Ink.Doubt));
                return ExitCodes.Done;
            }
        );
        return verb;
    }

    /// <summary>The verb that forgets.</summary>
    public static Verb Out(Shell shell)
    {
        var verb = new Verb(
            "logout",
            "Forgets the key that 'ledger login' kept for a server. The key itself goes on being accepted: 'ledger key revoke' ends it.",
            "ledger logout",
            "ledger logout --url https://ledger.example.org"
        );
        verb.SetAction(parsed =>
        {
            var url = shell.UrlOf(parsed);
            shell.Page.Line(
                new KeptKeys(shell.Surroundings.Variable).Forget(url)
                    ? Phrase.Of($"The key for {url} is forgotten.", Ink.Good)
                    : Phrase.Of($"No key is kept for {url}.")
            );
            return ExitCodes.Done;
        });
        return verb;
    }

    private static async Task<string> Ask(Shell shell, Uri url, CancellationToken cancellation)
    {
        if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
            shell.Notes.Line(Phrase.Of($"{url} is not encrypted: whoever is on the way can read the key.", Ink.Doubt));
        var key = (
            shell.Surroundings.IsTyped
                ? await new TextPrompt<string>($"Key for {Markup.Escape(url.ToString())}:")
                    .Secret(mask: null)
                    .ShowAsync(shell.Surroundings.Notes, cancellation)
                : await shell.Surroundings.In.ReadLineAsync(cancellation)
        )?.Trim();
        return key is { Length: > 0 }
            ? key
            : throw new WrongUsageException("There is no key: type it, or send it in a line of standard input.");
    }
}
