using System.Collections.Immutable;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Persistence;
using TransferLearning.TextClassification.Storage;
using TransferLearning.TextClassification.Tokenization;

namespace TransferLearning.TextClassification;

/// <summary>What can be wrong with a checkpoint in a folder, and with what was chosen for it, as far as the small files of its configuration show. Weights and vocabulary are not read.</summary>
internal static class CheckpointChecks
{
    /// <summary>Every mistake that <c>config.json</c> and the tokenizer's configuration show; none for a checkpoint of the hub, which is not asked yet.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="family">The family that was chosen, else the one that <c>config.json</c> names; null where neither says.</param>
    /// <exception cref="StorageException">The folder is one whose writing was interrupted, and it cannot be put back.</exception>
    internal static ImmutableArray<ConfigurationProblem> FindProblems(ClassifierPlan plan, out EncoderFamily? family)
    {
        family = plan.Family;
        if (plan.Pretrained is not { Folder: { } folder })
        {
            return [];
        }

        try
        {
            AtomicFolder.RecoverInterrupted(folder);
            CheckpointConfiguration configuration = CheckpointFolder.ReadConfiguration(folder);
            family = KnownKinds.BuiltIn.FamilyOf(configuration, plan.Family);
            EncoderLimits limits = family.LimitsOf(new EncoderConfiguration { Values = configuration.Json, Pooling = family.DefaultPooling, Path = configuration.Path });
            int? longest = limits.LongestText(TokenizerConfiguration.Read(folder).ModelMaxLength);
            return TooManyTokens(plan.EncoderOptions, longest) is { } problem ? [problem] : [];
        }
        catch (CheckpointException exception)
        {
            return [ConfigurationProblem.FromCheckpoint(folder, family, exception)];
        }
    }

    /// <summary>A cut length above what the encoder's positions and the tokenizer allow, or null.</summary>
    internal static ConfigurationProblem? TooManyTokens(EncoderOptions? options, int? longest) => options?.MaxTokens > longest
        ? new($"MaxTokens is {options.MaxTokens}", $"at most {longest}, the longest text that the encoder's positions and the tokenizer's model_max_length allow", "Give a smaller number, or leave it out for the default.")
        : null;

    /// <summary>A cut length that leaves nothing of the texts, or null.</summary>
    /// <param name="options">What was chosen.</param>
    /// <param name="tokens">The cut length.</param>
    /// <param name="tokenizer">What puts special tokens around the texts.</param>
    /// <param name="isPair">Whether the texts are pairs.</param>
    internal static ConfigurationProblem? TooFewTokens(EncoderOptions? options, int tokens, TextTokenizer tokenizer, bool isPair)
    {
        int fewest = tokenizer.FewestTokens(isPair);
        string expected = $"at least {fewest}, the special tokens and one of {(isPair ? "each text of a pair" : "the text")}";
        return (tokens < fewest, options?.MaxTokens) switch
        {
            (false, _) => null,
            (_, null) => new($"The encoder's positions and the tokenizer's model_max_length allow {tokens} tokens", expected, "Give the encoder more positions, or correct tokenizer_config.json."),
            _ => new($"MaxTokens is {tokens}", expected, "Give a larger number, or leave it out for the default."),
        };
    }
}
