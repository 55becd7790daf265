using System.Runtime.InteropServices;
using NegotiationLedger.Cli;

// A server stops on SIGINT even when a script started it in the background; every other verb does as its shell wants it.
if (args is ["up" or "serve", ..])
    Interrupts.Heed();
using var interruption = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
return await CommandLine.Run(args, Surroundings.OfProcess(), interruption.Token);

// The first signal asks; a second one, when the asking does not help, ends the process as it would without us.
void Interrupt(PosixSignalContext context)
{
    context.Cancel = !interruption.IsCancellationRequested;
    interruption.Cancel();
}
