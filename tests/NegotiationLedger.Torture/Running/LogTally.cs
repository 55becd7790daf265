using System.Text.RegularExpressions;

namespace NegotiationLedger.Torture.Running;

/// <summary>What servers have logged: how much, and how often each message, whatever its numbers and names are.</summary>
internal sealed partial class LogTally
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Count, string First)> _messages = [];
    private long _bytes;

    /// <summary>The line that came last.</summary>
    public string Last { get; private set; } = "";

    /// <summary>Lines and bytes so far.</summary>
    public (long Lines, long Bytes) Size
    {
        get
        {
            lock (_lock)
                return (_messages.Values.Sum(m => (long)m.Count), _bytes);
        }
    }

    /// <summary>Each message, how often it came, and the first line of it, most frequent first.</summary>
    public IReadOnlyList<(string Message, int Count, string First)> Messages
    {
        get
        {
            lock (_lock)
                return [.. _messages.Select(m => (m.Key, m.Value.Count, m.Value.First)).OrderByDescending(m => m.Count)];
        }
    }

    /// <summary>The messages that tell of an error.</summary>
    public IReadOnlyList<(string Message, int Count, string First)> Errors =>
        [.. Messages.Where(m => LevelOf(m.First) is "fail" or "crit")];

    /// <summary>Counts a line.</summary>
    public void Note(string line)
    {
        // Of an exception the first words say what it is.
        var message = Varying().Replace(line, "…");
        message = message[..Math.Min(message.Length, 120)];
        lock (_lock)
        {
            Last = line;
            _bytes += line.Length + 1;
            _messages[message] = _messages.TryGetValue(message, out var known) ? (known.Count + 1, known.First) : (1, line);
        }
    }

    // After the time, as 2026-01-02T03:04:05.678Z.
    private static string LevelOf(string line) => line.Split(' ', 3) is [_, var level, _] ? level.TrimEnd(':') : "";

    [GeneratedRegex("""'[^']*'|"[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}|\d[\d.:,]*""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Varying();
}
