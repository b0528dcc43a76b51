using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification;

/// <summary>One mistake in what a builder was told.</summary>
public sealed class ConfigurationProblem
{
    private const string ExpectedMark = "; expected ";

    internal ConfigurationProblem(string given, string expected, string mend)
    {
        Given = given;
        Expected = expected;
        Mend = mend;
    }

    /// <summary>What was found in the checkpoint's folder, where the problem is the folder itself; else null.</summary>
    internal CheckpointException? Fault { get; private init; }

    /// <summary>The setting and what was given for it, for example <c>AdamWOptions.LearningRate is -1</c>.</summary>
    public string Given { get; }

    /// <summary>What would have been right, for example <c>a number above 0</c>.</summary>
    public string Expected { get; }

    /// <summary>How to mend it; of a checkpoint's folder also what was found there.</summary>
    public string Mend { get; }

    /// <summary>The whole sentence.</summary>
    /// <returns>Given, expected and mend.</returns>
    public override string ToString() => $"{Given}{ExpectedMark}{Expected}. {Mend}";

    /// <summary>A problem with a checkpoint's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="family">The family that it is expected to be of; null for any.</param>
    /// <param name="fault">What was found.</param>
    internal static ConfigurationProblem FromCheckpoint(string folder, EncoderFamily? family, CheckpointException fault) =>
        new($"The checkpoint is '{folder}'", $"a checkpoint folder of {(family is null ? "a kind of encoder that is known here" : $"the kind '{family.Name}'")}", fault.Message) { Fault = fault };

    /// <summary>A problem that a kind describes in one sentence, <c>X is 1; expected Y.</c></summary>
    internal static ConfigurationProblem FromSentence(string sentence)
    {
        int mark = sentence.IndexOf(ExpectedMark, StringComparison.Ordinal);
        string trimmed = sentence.TrimEnd('.');
        return mark < 0
            ? new(trimmed, "another value", "Give a value in range, or leave it out for the default.")
            : new(sentence[..mark], trimmed[(mark + ExpectedMark.Length)..], "Give a value in range, or leave it out for the default.");
    }
}
