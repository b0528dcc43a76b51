using System.Runtime.InteropServices;

namespace TransferLearning.TextClassification.Cli.Terminal;

/// <summary>Ctrl-C: the first asks for an early but orderly end where the command knows one, else it aborts; the next aborts; a third kills.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource abort = new();
    private readonly PosixSignalRegistration interrupt;
    private readonly PosixSignalRegistration terminate;
    private readonly string? announcement;
    private int presses;

    /// <summary>Listens.</summary>
    /// <param name="announcement">What the first Ctrl-C says where it ends the work in order; null where it aborts.</param>
    internal Interruption(string? announcement = null)
    {
        this.announcement = announcement;
        presses = announcement is null ? 1 : 0;
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Press);
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            abort.Cancel();
        });
    }

    /// <summary>Cancelled by the first Ctrl-C.</summary>
    internal CancellationToken Stop => stop.Token;

    /// <summary>Cancelled by the Ctrl-C that aborts.</summary>
    internal CancellationToken Abort => abort.Token;

    public void Dispose()
    {
        interrupt.Dispose();
        terminate.Dispose();
        stop.Dispose();
        abort.Dispose();
    }

    private void Press(PosixSignalContext context)
    {
        switch (Interlocked.Increment(ref presses))
        {
            case 1:
                context.Cancel = true;
                Console.Error.WriteLine(announcement);
                stop.Cancel();
                break;
            case 2:
                context.Cancel = true;
                abort.Cancel();
                break;
            default:
                break; // the runtime's own handling ends the process
        }
    }
}
