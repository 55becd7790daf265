using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Win32.SafeHandles;

namespace NegotiationLedger.Cli;

/// <summary>
/// The frames of a replay as they come, kept in a file that goes with it: any frame can be looked at while later ones still arrive, however many
/// there are. The view of a frame is made from the nearest whole one before it.
/// </summary>
internal sealed class Reel : IDisposable
{
    private readonly SafeFileHandle _file = File.OpenHandle(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
        FileMode.CreateNew,
        FileAccess.ReadWrite,
        FileShare.None,
        FileOptions.DeleteOnClose
    );

    private readonly Lock _lock = new();
    private readonly List<Spool> _frames = [];
    private long _end;

    /// <summary>How many frames have come.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _frames.Count;
        }
    }

    /// <summary>Takes frames in until there are no more.</summary>
    public async Task Take(Stream ndjson, CancellationToken cancellation)
    {
        using var reader = new StreamReader(ndjson);
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(line);
            await RandomAccess.WriteAsync(_file, bytes, _end, cancellation);
            var frame = JsonElement.Parse(line);
            var when = frame.Text("at") ?? frame.Member("entry")?.Text("recordedAt") ?? "";
            lock (_lock)
                _frames.Add(new(_end, bytes.Length, when, frame.Member("view") is not null));
            _end += bytes.Length;
        }
    }

    /// <summary>A frame, and its view.</summary>
    /// <param name="index">Which, from 0.</param>
    public (JsonElement Frame, JsonElement View) At(int index)
    {
        var first = index;
        while (!SpoolOf(first).IsWhole)
            first--;
        JsonNode view = JsonNode.Parse(Read(first))!["view"]!;
        for (var next = first + 1; next <= index; next++)
            view = JsonPatch.Apply(view, JsonNode.Parse(Read(next))!["patch"]!.AsArray());
        return (JsonElement.Parse(Read(index)), JsonSerializer.SerializeToElement(view));
    }

    /// <summary>The first frame at or after a moment, or the frame of a number; the last when there is none.</summary>
    /// <param name="text">A date or an instant, as far as it is written; or a number from 1.</param>
    public int Find(string text)
    {
        lock (_lock)
        {
            var found =
                text.Length < 5 && int.TryParse(text, out var number)
                    ? number - 1
                    : _frames.FindIndex(f => string.CompareOrdinal(f.When, text) >= 0);
            return found < 0 || found >= _frames.Count ? _frames.Count - 1 : found;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private Spool SpoolOf(int index)
    {
        lock (_lock)
            return _frames[index];
    }

    private byte[] Read(int index)
    {
        var spool = SpoolOf(index);
        var bytes = new byte[spool.Length];
        RandomAccess.Read(_file, bytes, spool.Start);
        return bytes;
    }

    private sealed record Spool(long Start, int Length, string When, bool IsWhole);
}
