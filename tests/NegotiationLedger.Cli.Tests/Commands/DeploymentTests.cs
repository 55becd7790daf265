using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using NegotiationLedger.Cli.Tests.Support;
using Npgsql;

namespace NegotiationLedger.Cli.Tests.Commands;

/// <summary>What <c>ops/deploy.md</c> says is walked through: its commands are taken from the page and run.</summary>
public sealed partial class DeploymentTests
{
    private const string Owner = "ledger_owner";
    private const string OwnerPassword = "a password of the owner";

    private static readonly string Text = File.ReadAllText(Path.Combine(ShellProcess.Root, "ops", "deploy.md"));

    private static readonly ILookup<string, string> Page = Block()
        .Matches(Text)
        .ToLookup(m => m.Groups["name"].Value, m => m.Groups["commands"].Value);

    [Fact]
    public async Task A_ledger_is_set_up_dumped_while_it_records_restored_elsewhere_and_goes_on()
    {
        using var folder = new Folder();
        await using var first = await EmbeddedPostgres.Start(new() { Temporary = true, Durable = false });
        string[] setup = [.. Page["setup"]];
        await Run(setup[0], folder, first);
        var writer = LineOf("Host=", await Run(setup[1], folder, first));
        var key = LineOf("nl_", await Run(setup[2], folder, first, ("LEDGER_POSTGRES", writer)));

        string before;
        using (var node = await Serve(writer, key))
        {
            await Run("ledger load seeds/doha-2025", folder, first, Asking(node, key));
            before = await Status(node);
            await Run(Page["backup"].Single(), folder, first);
            await Run("ledger load seeds/brexit-2018", folder, first, Asking(node, key));
            (await node.Http.GetAsync("/negotiations/brexit-2018", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await using var second = await EmbeddedPostgres.Start(new() { Temporary = true, Durable = false });
        await Run(Page["restore"].Single(), folder, second);
        var restored = new NpgsqlConnectionStringBuilder(writer) { Port = second.Port }.ConnectionString;
        using var other = await Serve(restored, key);
        (await Status(other)).ShouldBe(before);
        (await other.Http.GetAsync("/negotiations/brexit-2018", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await Run("ledger load seeds/brexit-2018", folder, second, Asking(other, key));
        await Run(Page["check"].Single(), folder, second, Asking(other, key));

        var metrics = await other.Http.GetStringAsync("/metrics", Cancelled);
        var alarms = Alarm().Matches(Text).Select(m => m.Groups["metric"].Value).ToList();
        alarms.Count.ShouldBe(4);
        alarms.ShouldAllBe(metric => metrics.Contains($"\n{metric}"));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static async Task<HostProcess> Serve(string connection, string key)
    {
        var node = await HostProcess.Start(["serve", "--port", "0", "--require-keys"], ("LEDGER_POSTGRES", connection));
        node.Http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return node;
    }

    private static (string, string)[] Asking(HostProcess node, string key) =>
        [("LEDGER_URL", node.Http.BaseAddress!.ToString()), ("LEDGER_KEY", key)];

    private static string LineOf(string beginning, string said) =>
        said.Split('\n').Single(line => line.StartsWith(beginning, StringComparison.Ordinal));

    private static async Task<string> Status(HostProcess node) =>
        await node.Http.GetStringAsync("/negotiations/doha-2025/status?occurredUntil=2025-07-24", Cancelled);

    // As an administrator of a cluster, with PostgreSQL's own programs and the ledger's on the path.
    private static async Task<string> Run(
        string commands,
        Folder folder,
        EmbeddedPostgres cluster,
        params (string Name, string Value)[] environment
    )
    {
        var administrator = new NpgsqlConnectionStringBuilder(cluster.SuperuserConnectionString);
        var start = new ProcessStartInfo("bash", ["-e", "-u", "-c", commands.Replace("seeds/", $"{ShellProcess.Root}/seeds/")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(folder.File("roles.sql")),
        };
        start.Environment.Remove("LEDGER_POSTGRES");
        foreach (
            var (name, value) in (IEnumerable<(string, string)>)
                [
                    (
                        "PATH",
                        $"{Path.GetDirectoryName(LedgerProgram.File)}:{cluster.Programs}:{Environment.GetEnvironmentVariable("PATH")}"
                    ),
                    ("PGHOST", administrator.Host!),
                    ("PGPORT", $"{administrator.Port}"),
                    ("PGUSER", administrator.Username!),
                    ("PGPASSWORD", administrator.Password!),
                    ("OWNER", Owner),
                    ("OWNER_PASSWORD", OwnerPassword),
                    .. environment,
                ]
        )
            start.Environment[name] = value;
        using var shell = Process.Start(start)!;
        var (said, errors) = (shell.StandardOutput.ReadToEndAsync(Cancelled), shell.StandardError.ReadToEndAsync(Cancelled));
        await shell.WaitForExitAsync(Cancelled);
        shell.ExitCode.ShouldBe(0, $"{commands}\n{await said}{await errors}");
        return await said;
    }

    [GeneratedRegex(
        @"^```sh (?<name>\w+)\n(?<commands>.*?)^```",
        RegexOptions.Multiline | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Block();

    [GeneratedRegex(
        @"^\| `(?<metric>(ledger|http)_\w+)`",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Alarm();
}
