using System.Collections.Immutable;

namespace TransferLearning.TextClassification;

/// <summary>What a builder was told cannot be: the message lists every mistake, not only the first. Where one is the checkpoint's folder, the inner exception is its <see cref="CheckpointException"/>.</summary>
public sealed class ConfigurationException : TransferLearningException
{
    /// <summary>Creates the exception without a message.</summary>
    public ConfigurationException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What is wrong and how to mend it.</param>
    public ConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">What is wrong and how to mend it.</param>
    /// <param name="innerException">The cause.</param>
    public ConfigurationException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal ConfigurationException(ImmutableArray<ConfigurationProblem> problems)
        : base(Describe(problems), problems.Select(problem => problem.Fault).FirstOrDefault(fault => fault is not null)) => Problems = problems;

    /// <summary>Every mistake: what was given, what was expected, how to mend it.</summary>
    public ImmutableArray<ConfigurationProblem> Problems { get; } = [];

    private static string Describe(ImmutableArray<ConfigurationProblem> problems) =>
        problems.Length == 1
            ? problems[0].ToString()
            : $"{problems.Length} settings cannot be:{string.Concat(problems.Select(problem => $"{Environment.NewLine}- {problem}"))}";
}
