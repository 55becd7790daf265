using System.Globalization;

namespace NegotiationLedger.Torture;

/// <summary>What the command line asks for.</summary>
internal sealed record Asked
{
    /// <summary>What to do, in order.</summary>
    public IReadOnlyList<string> Parts { get; private init; } = ["faults", "requests"];

    /// <summary>How many processes are killed.</summary>
    public int Kills { get; private init; } = 200;

    /// <summary>How many servers run at once; null for one, then two, then three.</summary>
    public int? Nodes { get; private init; }

    /// <summary>How many spoilt requests are sent.</summary>
    public int Count { get; private init; } = 100_000;

    /// <summary>Whether the server needs credentials, and requests come from whoever there is.</summary>
    public bool IsGuarded { get; private init; }

    /// <summary>How often readers of each kind are cut off.</summary>
    public int Cuts { get; private init; } = 1000;

    /// <summary>How long the steady load lasts.</summary>
    public int Minutes { get; private init; } = 60;

    /// <summary>What every choice follows from.</summary>
    public int Seed { get; private init; } = Random.Shared.Next(1, 1_000_000);

    /// <summary>Where the figures go.</summary>
    public string Json { get; private init; } = "artifacts/torture.json";

    /// <summary>The published program.</summary>
    public static string Program =>
        Environment.GetEnvironmentVariable("LEDGER_PROGRAM") is { Length: > 0 } named
            ? named
            : throw new InvalidOperationException("LEDGER_PROGRAM does not name the published program: run ops/torture.");

    /// <summary>Reads it; null, and says why, when it cannot be done.</summary>
    public static Asked? Of(string[] args)
    {
        var (asked, parts) = (new Asked(), new List<string>());
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] is "faults" or "requests" or "deliveries" or "soak")
                parts.Add(args[i]);
            else if (args[i] == "--guarded")
                asked = asked with { IsGuarded = true };
            else if (args[i] == "--json" && i + 1 < args.Length)
                asked = asked with { Json = args[++i] };
            else if (
                i + 1 < args.Length
                && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var n)
                && asked.With(args[i], n) is { } more
            )
                (asked, i) = (more, i + 1);
            else
            {
                System.Console.Error.WriteLine($"'{args[i]}' is not understood. See ops/torture --help.");
                return null;
            }
        }

        return parts.Count > 0 ? asked with { Parts = parts } : asked;
    }

    private Asked? With(string option, int n) =>
        option switch
        {
            "--kills" when n > 0 => this with { Kills = n },
            "--nodes" when n is >= 1 and <= 3 => this with { Nodes = n },
            "--count" when n > 0 => this with { Count = n },
            "--cuts" when n >= 50 => this with { Cuts = n },
            "--minutes" when n > 0 => this with { Minutes = n },
            "--seed" => this with { Seed = n },
            _ => null,
        };
}
