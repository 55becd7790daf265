using Spectre.Console;

namespace NegotiationLedger.Cli;

/// <summary>Where a reader is in a replay.</summary>
/// <param name="Index">Which frame, from 0.</param>
/// <param name="IsPlaying">Whether it goes on by itself.</param>
/// <param name="Pace">How long each frame stays then.</param>
/// <param name="IsOver">Whether the reader has gone.</param>
internal sealed record Place(int Index, bool IsPlaying, TimeSpan Pace, bool IsOver = false)
{
    private static readonly TimeSpan Fastest = TimeSpan.FromMilliseconds(125);
    private static readonly TimeSpan Slowest = TimeSpan.FromSeconds(16);

    /// <summary>The first frame, standing still; a second each when played.</summary>
    public static Place Start { get; } = new(0, IsPlaying: false, TimeSpan.FromSeconds(1));

    /// <summary>What its keys are.</summary>
    public const string Keys =
        "n next · p previous · j jump to a date · space play or pause · + faster · - slower · g first · e last · q quit";

    /// <summary>The place after a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="count">How many frames there are.</param>
    public Place After(ConsoleKeyInfo key, int count) =>
        (key.Key, char.ToLowerInvariant(key.KeyChar)) switch
        {
            (ConsoleKey.RightArrow or ConsoleKey.DownArrow or ConsoleKey.Enter, _) or (_, 'n') => At(Index + 1, count) with
            {
                IsPlaying = false,
            },
            (ConsoleKey.LeftArrow or ConsoleKey.UpArrow or ConsoleKey.Backspace, _) or (_, 'p') => At(Index - 1, count) with
            {
                IsPlaying = false,
            },
            (ConsoleKey.Home, _) or (_, 'g') => At(0, count),
            (ConsoleKey.End, _) or (_, 'e') => At(count - 1, count),
            (_, ' ') => this with { IsPlaying = !IsPlaying && Index < count - 1 },
            (_, '+' or '=') => this with { Pace = Pace / 2 < Fastest ? Fastest : Pace / 2 },
            (_, '-') => this with { Pace = Pace * 2 > Slowest ? Slowest : Pace * 2 },
            (ConsoleKey.Escape, _) or (_, 'q') => this with { IsOver = true },
            _ => this,
        };

    /// <summary>The place when a frame has stayed for its time.</summary>
    public Place Tick(int count) => At(Index + 1, count) is var next && next.Index == count - 1 ? next with { IsPlaying = false } : next;

    /// <summary>The place at a frame, or at the nearest there is.</summary>
    public Place At(int index, int count) => this with { Index = Math.Clamp(index, 0, Math.Max(0, count - 1)) };
}

/// <summary>Steps through a replay on a terminal.</summary>
/// <param name="screen">The terminal.</param>
/// <param name="reel">The frames, as far as they have come.</param>
/// <param name="page">How they look.</param>
internal sealed class Player(IAnsiConsole screen, Reel reel, FramePage page)
{
    /// <summary>Steps through until the reader goes.</summary>
    /// <param name="copied">Ends when all frames have come.</param>
    /// <param name="cancellation">Throws.</param>
    public async Task Run(Task copied, CancellationToken cancellation)
    {
        while (reel.Count == 0 && !copied.IsCompleted)
            await Task.WhenAny(copied, Task.Delay(10, cancellation));
        if (copied.IsFaulted || reel.Count == 0)
        {
            await copied;
            screen.MarkupLine("No records in this lens and range.");
            return;
        }

        var place = Place.Start;
        Task<ConsoleKeyInfo?>? key = null;
        while (!place.IsOver)
        {
            Draw(place, copied.IsCompleted);
            key ??= screen.Input.ReadKeyAsync(intercept: true, cancellation);
            if (place.IsPlaying && await Task.WhenAny(key, Task.Delay(place.Pace, cancellation)) != key)
            {
                place = place.Tick(reel.Count);
                continue;
            }

            place = await key is not { } pressed ? place with { IsOver = true } : After(place, pressed);
            key = null;
        }

        screen.WriteLine();
        if (copied.IsCompleted)
            await copied;
    }

    private Place After(Place place, ConsoleKeyInfo key)
    {
        if (char.ToLowerInvariant(key.KeyChar) != 'j')
            return place.After(key, reel.Count);
        var wanted = screen.Prompt(new TextPrompt<string>("Jump to a date (2025-07-24) or a frame's number:").AllowEmpty());
        return string.IsNullOrWhiteSpace(wanted) ? place : place.At(reel.Find(wanted.Trim()), reel.Count) with { IsPlaying = false };
    }

    private void Draw(Place place, bool isWhole)
    {
        var (frame, view) = reel.At(place.Index);
        var canvas = new Canvas(screen.Profile.Width, screen.Profile.Height, screen);
        var heading =
            $"Frame {place.Index + 1} of {reel.Count}{(isWhole ? "" : " and more")}{(place.IsPlaying ? $", {place.Pace.TotalSeconds:0.###} s each" : "")}";
        var lines = page.Draw(frame, view, heading, Place.Keys, canvas);
        screen.Clear(home: true);
        screen.Write(new ControlCode(string.Join('\n', lines)));
    }
}
