using System.CommandLine;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger completion</c>: has a shell complete verbs and options.</summary>
internal static class Completion
{
    // The program itself tells what may come next: [suggest:n] with the line up to the cursor.
    private const string Bash = """
        _ledger() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(ledger "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _ledger ledger
        """;

    private const string Zsh = """
        #compdef ledger
        _ledger() {
            local line="${(j: :)words}"
            local -a told=("${(@f)$(ledger "[suggest:${#line}]" "$line" 2>/dev/null)}")
            compadd -a told || _files
        }
        compdef _ledger ledger
        """;

    private const string Fish = """
        function __ledger_complete
            set -l line (commandline -cp)
            ledger "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c ledger -a '(__ledger_complete)'
        """;

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var named = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        named.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var verb = new Verb(
            "completion",
            "Prints what has a shell complete verbs and options with the tabulator key.",
            "ledger completion bash > ~/.local/share/bash-completion/completions/ledger",
            "ledger completion zsh > ~/.zfunc/_ledger",
            "ledger completion fish > ~/.config/fish/completions/ledger.fish"
        )
        {
            named,
        };
        verb.SetAction(parsed =>
        {
            shell.Surroundings.Out.WriteLine(
                parsed.GetValue(named) switch
                {
                    "bash" => Bash,
                    "zsh" => Zsh,
                    _ => Fish,
                }
            );
            return ExitCodes.Done;
        });
        return verb;
    }
}
