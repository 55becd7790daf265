namespace NegotiationLedger.Cli;

/// <summary>What a verb tells the shell.</summary>
internal static class ExitCodes
{
    /// <summary>It was done.</summary>
    public const int Done = 0;

    /// <summary>The server refused, or could not be started; what is wrong stands on standard error.</summary>
    public const int Refused = 1;

    /// <summary>The command line, or a file it names, cannot be used.</summary>
    public const int WrongUsage = 2;

    /// <summary>No server answers at the URL.</summary>
    public const int Unreachable = 3;

    /// <summary>The server knows no such negotiation.</summary>
    public const int NotFound = 4;

    /// <summary>Stopped by a signal, as shells count it.</summary>
    public const int Interrupted = 130;

    /// <summary>The codes, for <c>--help</c>.</summary>
    public const string Explained = """
        Exit codes:
          0    done
          1    refused by the server, or the server could not be started
          2    wrong usage: the command line or a file it names
          3    no server answers at the URL
          4    not found
          130  interrupted
        """;
}
