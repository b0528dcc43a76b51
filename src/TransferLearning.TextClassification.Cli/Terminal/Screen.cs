using Spectre.Console;

namespace TransferLearning.TextClassification.Cli.Terminal;

/// <summary>Messages and progress go to the error stream; the output stream is for results.</summary>
internal static class Screen
{
    /// <summary>The error stream; messages written to it stand above a bar that is being drawn.</summary>
    internal static IAnsiConsole Messages { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Whether a person watches the error stream.</summary>
    internal static bool IsTerminal => !Console.IsErrorRedirected && Messages.Profile.Capabilities.Ansi;

    /// <summary>Writes a message. Redirected, its lines are not wrapped.</summary>
    internal static void Say(string message)
    {
        if (IsTerminal)
        {
            Messages.WriteLine(message);
        }
        else
        {
            Console.Error.WriteLine(message);
        }
    }
}
