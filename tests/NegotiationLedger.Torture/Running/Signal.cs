using System.Diagnostics;

namespace NegotiationLedger.Torture.Running;

/// <summary>Signals to processes.</summary>
internal static class Signal
{
    /// <summary>Sends one, such as KILL; nothing when the process is gone.</summary>
    public static void Send(int process, string name)
    {
        using var kill = Process.Start(
            new ProcessStartInfo("kill", [$"-{name}", $"{process}"]) { RedirectStandardError = true, UseShellExecute = false }
        )!;
        kill.WaitForExit();
    }
}
