using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Tokenization;

namespace TransferLearning.TextClassification.Persistence;

/// <summary>All that a classifier is, but for its weights.</summary>
internal sealed record ClassifierDescription
{
    internal required EncoderFamily Family { get; init; }

    /// <summary>The content of <c>config.json</c>.</summary>
    internal required JsonObject Configuration { get; init; }

    internal required Pooling Pooling { get; init; }

    internal required HeadKind Head { get; init; }

    internal required JsonObject HeadOptions { get; init; }

    internal required TextTask Task { get; init; }

    /// <summary>The labels in the order of the scores; empty for a regression.</summary>
    internal required IReadOnlyList<string> Labels { get; init; }

    internal required TextTokenizer Tokenizer { get; init; }

    /// <summary>Texts are cut at this many tokens.</summary>
    internal required int MaxTokens { get; init; }

    /// <summary>Whether inputs are pairs; null where it is not known.</summary>
    internal bool? Pairs { get; init; }

    internal string? Loss { get; init; }

    /// <summary>For a multi-label task the probability above which each label counts.</summary>
    internal IReadOnlyList<float>? Thresholds { get; init; }

    /// <summary>Where the configuration came from, for messages; null for a new encoder.</summary>
    internal string? Path { get; init; }

    /// <summary>The number of scores.</summary>
    internal int Outputs => Task == TextTask.Regression ? 1 : Labels.Count;

    /// <summary>The standard deviation of new weights.</summary>
    internal double InitializerRange => Number("initializer_range") ?? 0.02;

    /// <summary>The dropout before the encoder's own classifier.</summary>
    internal double EncoderDropout => Family.ClassifierDropoutKeys.Select(Number).FirstOrDefault(number => number is not null) ?? Family.UsualClassifierDropout;

    internal EncoderConfiguration EncoderConfiguration => new() { Values = Configuration, Pooling = Pooling, Path = Path };

    private double? Number(string key) => Configuration[key] is JsonValue value && value.TryGetValue(out double number) && number is >= 0 and < 1 ? number : null;
}
