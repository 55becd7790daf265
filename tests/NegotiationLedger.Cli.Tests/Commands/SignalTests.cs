using System.Diagnostics;

namespace NegotiationLedger.Cli.Tests.Commands;

/// <summary>What stops a server, however it was started.</summary>
public sealed class SignalTests(SignalTests.Data data) : IClassFixture<SignalTests.Data>
{
    [Theory]
    [InlineData(Start.Foreground, "TERM")]
    [InlineData(Start.ScriptBackground, "INT")]
    [InlineData(Start.ScriptBackground, "TERM")]
    [InlineData(Start.Job, "INT")]
    public async Task A_server_stops_with_its_PostgreSQL(Start how, string signal)
    {
        using var shell = await ShellProcess.Run(how, $"'{LedgerProgram.File}' up --port 0 --data '{data.Folder}'");
        var address = (await shell.Says("Listening on "))["Listening on ".Length..];
        await StopsWithItsPostgres(shell, signal, new(address));
    }

    [Theory]
    [InlineData(Start.Foreground, "TERM")]
    [InlineData(Start.ScriptBackground, "INT")]
    [InlineData(Start.ScriptBackground, "TERM")]
    [InlineData(Start.Job, "INT")]
    public async Task What_ops_run_started_stops_with_its_PostgreSQL(Start how, string signal)
    {
        using var shell = await ShellProcess.Run(how, $"ops/run --port 0 --data '{data.Folder}'");
        var address = (await shell.Says("The ledger answers at ")).Split(' ')[4];
        await shell.Says("Ctrl-C stops it.");
        await StopsWithItsPostgres(shell, signal, new(address));
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_while_ops_run_builds_ends_the_build(string signal, int code)
    {
        using var slow = new SlowBuild();
        using var shell = await ShellProcess.Run(Start.ScriptBackground, $"'{slow.Script}' --port 0", slow.First, ("LEDGER_PROGRAM", ""));
        var build = int.Parse((await shell.Says("  Compiling in process ")).Split(' ')[^1]);
        (await shell.Signal(signal)).ShouldBe(code);
        await Gone(build);
    }

    [Fact]
    public async Task While_ops_run_builds_it_says_what_it_is_at()
    {
        using var slow = new SlowBuild();
        using var shell = await ShellProcess.Run(Start.Foreground, $"'{slow.Script}' --port 0", slow.First, ("LEDGER_PROGRAM", ""));
        await shell.Says("Building the ledger");
        await shell.Says("  Restoring packages");
        var at = await shell.Says("  Compiling in process ");
        (await shell.Says(at)).ShouldEndWith(" s so far)");
        await shell.Signal("TERM");
    }

    private async Task StopsWithItsPostgres(ShellProcess shell, string signal, Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        (await http.GetAsync("/health/ready")).EnsureSuccessStatusCode();
        var postgres = int.Parse((await File.ReadAllLinesAsync(data.PidFile.ShouldNotBeNull()))[0]);
        (await shell.Signal(signal)).ShouldBe(0);
        data.PidFile.ShouldBeNull();
        await Gone(postgres);
        await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync("/health/live"));
    }

    // One that ended and that nobody has asked for its exit code is gone too.
    private static async Task Gone(int process)
    {
        var stopwatch = Stopwatch.StartNew();
        while (State(process) is not (null or 'Z'))
        {
            stopwatch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10), $"Process {process} still runs.");
            await Task.Delay(20);
        }
    }

    private static char? State(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[stat.LastIndexOf(')') + 2];
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>One data directory for all, so that a cluster is made once.</summary>
    public sealed class Data : IDisposable
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("ledger-signals-").FullName;

        /// <summary>PostgreSQL's file that says it runs, or null.</summary>
        public string? PidFile => Directory.EnumerateFiles(Folder, "postmaster.pid", SearchOption.AllDirectories).SingleOrDefault();

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
