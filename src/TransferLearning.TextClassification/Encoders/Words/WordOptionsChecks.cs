namespace TransferLearning.TextClassification.Encoders.Words;

/// <summary>What can be wrong with the options of encoders over words.</summary>
internal static class WordOptionsChecks
{
    private const int LargestSize = 1 << 16;
    private const int LargestCount = 1 << 24;

    internal static IEnumerable<string> FindProblems(WordEncoderOptions options, bool isPretrained)
    {
        string name = options.GetType().Name;
        if (isPretrained && options.WordVectors is { } beside)
        {
            yield return $"{name}.WordVectors is {beside}, beside a checkpoint; expected nothing, for the checkpoint brings its own.";
        }

        if (options.WordVectors is { } vectors && !File.Exists(vectors.Path))
        {
            yield return $"{name}.WordVectors is {vectors}; expected a file that exists.";
        }

        if (options is { WordVectors: null, WordVectorChannels: not WordVectorChannels.Tuned } && !isPretrained)
        {
            yield return $"{name}.WordVectorChannels is {options.WordVectorChannels} without word vectors; expected {WordVectorChannels.Tuned}, or a file in WordVectors.";
        }

        if (!Enum.IsDefined(options.WordVectorChannels) || options.Unit is { } unit && !Enum.IsDefined(unit))
        {
            yield return $"{name}.WordVectorChannels is {options.WordVectorChannels} and Unit {options.Unit}; expected names of these enumerations.";
        }

        string?[] sizes =
        [
            Size(name, nameof(options.EmbeddingSize), options.EmbeddingSize, LargestSize),
            Size(name, nameof(options.MinimumCount), options.MinimumCount, LargestCount),
            Size(name, nameof(options.MaxVocabulary), options.MaxVocabulary, LargestCount),
            Size(name, nameof(options.UnknownBuckets), options.UnknownBuckets, LargestSize),
        ];
        foreach (string problem in sizes.OfType<string>())
        {
            yield return problem;
        }
    }

    /// <summary>A sentence where a whole number is not from 1 to a largest.</summary>
    internal static string? Size(string record, string member, int? value, int largest) =>
        value is { } given && (given < 1 || given > largest) ? $"{record}.{member} is {given}; expected a whole number from 1 to {largest}." : null;

    /// <summary>A sentence where a dropout is not from 0 to below 1.</summary>
    internal static string? Dropout(string record, string member, double? value) =>
        value is { } given && !(given is >= 0 and < 1) ? FormattableString.Invariant($"{record}.{member} is {given}; expected a number from 0 to below 1.") : null;
}
