namespace TransferLearning.TextClassification.Cli.Commands;

/// <summary>Holds what is predicted to what the classifier is trained on: single texts or pairs.</summary>
/// <param name="model">The classifier's folder.</param>
/// <param name="pairs">Whether it is trained on pairs; null, where that is not known, takes both.</param>
internal sealed class PredictedInputs(string model, bool? pairs)
{
    /// <summary>Refuses an option that asks for a second text.</summary>
    /// <param name="option">Its name; null: there is none.</param>
    /// <exception cref="UsageException">The classifier is trained on single texts.</exception>
    internal void EnsureNoSecondText(string? option)
    {
        if (pairs == false && option is not null)
        {
            throw new UsageException($"{option} gives a second text, but the classifier in '{model}' is trained on single texts. Leave {option} out.");
        }
    }

    /// <exception cref="UsageException">A text on the command line is none that the classifier is trained on.</exception>
    /// <exception cref="TextDataException">A row that was read is none that the classifier is trained on.</exception>
    internal void EnsureFits(TextExample example)
    {
        if (pairs is not { } expected || example.Input.SecondText is not null == expected)
        {
            return;
        }

        if (example.Line is not { } line)
        {
            throw new UsageException($"--text gives a single text, but the classifier in '{model}' is trained on pairs. Give the second text with --text-b.");
        }

        string problem = expected
            ? $"the row has a single text, but the classifier in '{model}' is trained on pairs. Add the second text, in the column text_b or the one that --text-b-column names"
            : $"the row has a second text, but the classifier in '{model}' is trained on single texts. Leave the second text out, or its column unread with --text-b-column \"\"";
        throw new TextDataException($"{example.Path ?? "The data"}, line {line}: {problem}.") { Path = example.Path, Line = line };
    }
}
