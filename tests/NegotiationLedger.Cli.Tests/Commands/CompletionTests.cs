using System.Diagnostics;
using NegotiationLedger.Cli.Tests.Support;

namespace NegotiationLedger.Cli.Tests.Commands;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class CompletionTests
{
    [Fact]
    public async Task The_program_tells_what_may_come_next()
    {
        (await Suggested("ledger stat")).ShouldContain("status");
        (await Suggested("ledger source ")).ShouldContain("correct");
        (await Suggested("ledger status doha-2025 --occ")).ShouldContain("--occurred-until");
        (await Suggested("ledger chan")).ShouldContain("changes");
        (await Suggested("ledger changes doha-2025 --si")).ShouldContain("--since");
        (await Suggested("ledger completion ")).ShouldContain("fish");
    }

    [Fact]
    public async Task Bash_completes_verbs_by_it()
    {
        var folder = Directory.CreateTempSubdirectory("ledger-completion-");
        try
        {
            var script = (await Ran.Ledger("completion bash")).Out;
            // The program, as the shell finds it.
            var program = Path.Combine(folder.FullName, "ledger");
            await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec dotnet '{typeof(CommandLine).Assembly.Location}' \"$@\"\n");
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "asked"),
                $"PATH='{folder.FullName}':$PATH\n{script}\nCOMP_LINE='ledger tim' COMP_POINT=10 COMP_WORDS=(ledger tim) COMP_CWORD=1\n_ledger\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
            );
            using var bash = Process.Start(
                new ProcessStartInfo("bash", [Path.Combine(folder.FullName, "asked")])
                {
                    RedirectStandardOutput = true,
                    UseShellExecute = false,
                }
            )!;
            (await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim().ShouldBe("timeline");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("stauts doha-2025", "status")]
    [InlineData("source ad x", "add")]
    [InlineData("status doha-2025 --ocurred-until 2025", "--occurred-until")]
    public async Task A_mistyped_word_is_answered_with_what_may_have_been_meant(string line, string meant)
    {
        var ran = await Ran.Ledger(line);
        ran.Code.ShouldBe(ExitCodes.WrongUsage);
        ran.Error.ShouldContain($"Did you mean '{meant}'?");
    }

    private static async Task<string[]> Suggested(string line)
    {
        await using var output = new StringWriter();
        var paper = Surroundings.Open(output, isPipe: true, _ => null);
        var surroundings = new Surroundings(TextReader.Null, output, paper, paper, IsTerminal: false, _ => null);
        (await CommandLine.Run([$"[suggest:{line.Length}]", line], surroundings, CancellationToken.None)).ShouldBe(ExitCodes.Done);
        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
