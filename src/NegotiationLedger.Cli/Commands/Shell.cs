using System.CommandLine;
using System.CommandLine.Parsing;

namespace NegotiationLedger.Cli;

/// <summary>What every verb works with: its surroundings, the server, and how to print.</summary>
internal sealed class Shell(Surroundings surroundings)
{
    private const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Where the program runs.</summary>
    public Surroundings Surroundings => surroundings;

    /// <summary>The server to speak to.</summary>
    public Option<Uri?> Url { get; } =
        new("--url")
        {
            Description =
                $"The server (LEDGER_URL, else {DefaultUrl}); the key in LEDGER_KEY, or in the file that LEDGER_KEY_FILE names, or else the one that 'ledger login' kept for it, is sent along.",
            HelpName = "url",
            Recursive = true,
            CustomParser = UrlOf,
        };

    /// <summary>The time zone in which instants are shown.</summary>
    public Option<string?> Zone { get; } =
        new("--zone")
        {
            Description =
                "Show when things were recorded in this time zone: local, or an IANA name such as Asia/Qatar (LEDGER_ZONE, else UTC).",
            HelpName = "zone",
            Recursive = true,
        };

    /// <summary>What the environment or the configuration says; null where it says nothing.</summary>
    /// <exception cref="WrongUsageException">The configuration cannot be read.</exception>
    public string? Usual(string variable) => surroundings.Variable(variable) is { Length: > 0 } said ? said : null;

    /// <summary>Standard output, for people.</summary>
    public Page Page => new(surroundings.Screen);

    /// <summary>Standard error, for people.</summary>
    public Page Notes => new(surroundings.Notes);

    /// <summary>Opens the server that the command line names.</summary>
    /// <exception cref="WrongUsageException">LEDGER_URL, LEDGER_KEY or LEDGER_KEY_FILE cannot be used.</exception>
    public LedgerClient Connect(ParseResult parsed)
    {
        var (url, key) = Reach(parsed);
        return new(url, key);
    }

    /// <summary>The server that the command line names, and the key that is sent to it; null for none.</summary>
    /// <exception cref="WrongUsageException">LEDGER_URL or LEDGER_KEY_FILE cannot be used.</exception>
    public (Uri Url, string? Key) Reach(ParseResult parsed)
    {
        var url = UrlOf(parsed);
        var key = Usual("LEDGER_KEY") ?? KeyInFile() ?? new KeptKeys(surroundings.Variable).Find(url);
        if (key is not null && LedgerClient.WarningOf(url) is { } warning)
            Notes.Line(Phrase.Of(warning));
        return (url, key);
    }

    /// <summary>The server that the command line names, or the environment.</summary>
    /// <exception cref="WrongUsageException">LEDGER_URL cannot be used.</exception>
    public Uri UrlOf(ParseResult parsed) => parsed.GetValue(Url) ?? FromEnvironment();

    private string? KeyInFile()
    {
        if (Usual("LEDGER_KEY_FILE") is not { } file)
            return null;
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WrongUsageException($"LEDGER_KEY_FILE is '{file}', which cannot be read: {e.Message}");
        }
    }

    private Uri FromEnvironment()
    {
        var url = surroundings.Variable("LEDGER_URL") is { Length: > 0 } named ? named : DefaultUrl;
        return TryParse(url) ?? throw new WrongUsageException($"LEDGER_URL is '{url}', which is not an http or https URL.");
    }

    private static Uri? UrlOf(ArgumentResult result)
    {
        var url = TryParse(result.Tokens[0].Value);
        if (url is null)
            result.AddError($"--url is '{result.Tokens[0].Value}', which is not an http or https URL.");
        return url;
    }

    private static Uri? TryParse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url
            : null;
}
