using System.Runtime.InteropServices;

namespace NegotiationLedger.Cli;

/// <summary>SIGINT, for a server that a script started in the background.</summary>
internal static class Interrupts
{
    private const int Sigint = 2;
    private const nint DefaultAction = 0;

    /// <summary>Lets the process be interrupted, whoever started it. To be called before anything listens for signals.</summary>
    /// <remarks>
    /// A shell without job control has its background commands ignore SIGINT (POSIX.1-2024, Shell, 2.11), an ignored signal stays ignored through
    /// exec, and .NET respects that: a handler registered for it is never called.
    /// </remarks>
    public static void Heed()
    {
        if (!OperatingSystem.IsWindows())
            _ = Signal(Sigint, DefaultAction);
    }

    [DllImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Signal(int number, nint action);
}
