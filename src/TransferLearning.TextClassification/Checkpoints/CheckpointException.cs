using System.Collections.Immutable;

namespace TransferLearning.TextClassification;

/// <summary>A checkpoint, saved classifier or one of its files is missing, broken, hostile or of another kind; nothing in it was executed.</summary>
public sealed class CheckpointException : TransferLearningException
{
    /// <summary>Creates the exception without a message.</summary>
    public CheckpointException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What is wrong, where, and how to mend it.</param>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">What is wrong, where, and how to mend it.</param>
    /// <param name="innerException">The cause.</param>
    public CheckpointException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The file or folder.</summary>
    public string? Path { get; init; }

    /// <summary>The tensors at fault, by name; empty where the fault is not in tensors.</summary>
    public ImmutableArray<string> Tensors { get; init; } = [];

    /// <summary>An error of a file or folder: the message names it first.</summary>
    internal static CheckpointException At(string path, string problem, Exception? cause = null, params ImmutableArray<string> tensors) =>
        new($"{path}: {Printable(problem)}", cause) { Path = path, Tensors = tensors };

    /// <summary>Names from a hostile file must not steer a terminal.</summary>
    private static string Printable(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;
}
