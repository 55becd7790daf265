using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using NegotiationLedger.Torture.Running;

namespace NegotiationLedger.Torture.Requests;

/// <summary>Who asks, and what must be refused to whoever asks so.</summary>
/// <param name="Name">The role; or <c>nobody</c>, or <c>revoked</c>.</param>
/// <param name="Key">The key; null for none.</param>
internal sealed record Credential(string Name, string? Key)
{
    private static readonly string[] Open = ["/health", "/openapi", "/docs"];
    private static readonly string[] Admins = ["/keys", "/sessions", "/projections/"];

    private bool IsAccepted => Name is not ("nobody" or "revoked");

    /// <summary>Sends a request as whoever this is, from an address of its own where it is not known who asks.</summary>
    public void Sign(Sending sending, Random random)
    {
        if (Key is not null)
            sending.Headers.Add(("Authorization", $"Bearer {Key}"));
        if (!IsAccepted)
            sending.Headers.Add(("X-Forwarded-For", $"10.{random.Next(256)}.{random.Next(256)}.{random.Next(1, 255)}"));
    }

    /// <summary>Whether a good request may be refused for who sends it.</summary>
    public bool MayRefuse(Sending sending, int status) =>
        (!IsAccepted && status is 401 or 429)
        || (Name != "admin" && status == 403)
        || (status == 409 && sending.Operation.Path is "/webhooks" or "/drafts")
        || NamesNone(sending.Operation);

    /// <summary>What is wrong with an answer for whoever asked; null for nothing.</summary>
    public string? Wrong(Sending sending, Answer answer)
    {
        // A header that was doubled on the way makes two credentials, which are none.
        if (Name == "admin" && answer.Status is 401 or 429 && !sending.Spoilt.Contains("http"))
            return "an admin is turned away";
        var reached = Reached(sending);
        if (answer.Status is 0 or >= 300 || Open.Any(open => reached.StartsWith(open, StringComparison.OrdinalIgnoreCase)))
            return null;
        if (!IsAccepted)
            return $"'{Name}' is answered";
        if (Name is "reader" or "auditor" && sending.Method is "POST" or "DELETE" && sending.Operation.Path != "/imports/proposals")
            return $"a {Name} writes";
        return Name != "admin" && IsForAdmins(reached) ? $"a {Name} does what an admin may" : null;
    }

    // Keys, webhooks, drafts and sessions are made up: there is none of that id.
    private static bool NamesNone(Operation operation) =>
        operation.Path.Split('/') is [_, "keys" or "webhooks" or "drafts" or "sessions", _, ..];

    private static bool IsForAdmins(string path) => Admins.Any(prefix => path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    // A path may be spoilt into another (/keys/../health/live).
    private static string Reached(Sending sending) =>
        Uri.TryCreate($"http://localhost{sending.Target}", UriKind.Absolute, out var address)
            ? address.AbsolutePath
            : sending.Operation.Path;
}

/// <summary>Makes keys of every role on a server that needs them.</summary>
internal static class Credentials
{
    /// <summary>What the server is started with.</summary>
    public static readonly (string, string)[] Guarded =
    [
        ("LEDGER_REQUIRE_KEYS", "1"),
        ("LEDGER_RATE", "1000000"),
        ("LEDGER_PROXIES", "127.0.0.1"),
    ];

    /// <summary>Makes them: of each role, one revoked, and none. The client asks as an admin from here on.</summary>
    public static async Task<IReadOnlyList<Credential>> Make(string admin, HttpClient http)
    {
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", admin);
        var made = new List<Credential> { new("nobody", null), new("admin", admin) };
        foreach (var role in (string[])["reader", "recorder", "auditor", "revoked"])
        {
            var answer = await http.PostAsJsonAsync(
                "/keys",
                new JsonObject { ["role"] = role == "revoked" ? "admin" : role, ["owner"] = $"The {role}" }
            );
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            made.Add(new(role, json.RootElement.GetProperty("key").GetString()));
            if (role == "revoked")
                (
                    await http.DeleteAsync($"/keys/{json.RootElement.GetProperty("about").GetProperty("id").GetString()}")
                ).EnsureSuccessStatusCode();
        }

        return made;
    }

    /// <summary>Makes the first key in the database: without one such a server does not start.</summary>
    public static async Task<string> First(string connection)
    {
        var start = new ProcessStartInfo(Asked.Program, ["key", "create", "--first"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment["LEDGER_POSTGRES"] = connection;
        using var making = Process.Start(start)!;
        var said = await making.StandardOutput.ReadToEndAsync();
        await making.WaitForExitAsync();
        return said.Split('\n').Single(line => line.StartsWith("nl_", StringComparison.Ordinal)).Trim();
    }
}
