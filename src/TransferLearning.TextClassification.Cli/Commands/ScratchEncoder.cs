using System.Globalization;

namespace TransferLearning.TextClassification.Cli.Commands;

/// <summary>An encoder that starts without a checkpoint, by the word that <c>--encoder</c> takes for it.</summary>
/// <param name="Word">The word.</param>
/// <param name="Defaults">What its training takes where nothing is chosen.</param>
/// <param name="Use">Chooses it.</param>
/// <param name="TakesWordVectors">Whether it may begin with word vectors.</param>
internal sealed record ScratchEncoder(string Word, TrainingDefaults Defaults, Action<TransferClassifierBuilder, TrainSettings> Use, bool TakesWordVectors = true)
{
    /// <summary>All of them.</summary>
    internal static IReadOnlyList<ScratchEncoder> All { get; } =
    [
        new("cnn", TrainingDefaults.Cnn, (builder, settings) => builder.UseCnnEncoder(new() { Pooling = settings.Pooling, MaxTokens = settings.MaxTokens, WordVectors = Vectors(settings) })),
        new("rnn", TrainingDefaults.Rnn, (builder, settings) => builder.UseRnnEncoder(new() { Pooling = settings.Pooling, MaxTokens = settings.MaxTokens, WordVectors = Vectors(settings) })),
        new("transformer", TrainingDefaults.Transformer, (builder, settings) => builder.UseTransformerEncoder(new() { Pooling = settings.Pooling, MaxTokens = settings.MaxTokens }), TakesWordVectors: false),
    ];

    /// <summary>The words, as in <c>cnn, rnn or transformer</c>.</summary>
    internal static string Words { get; } = List(All);

    /// <summary>The words of those that may begin with word vectors.</summary>
    internal static string WordsOfWordVectors { get; } = List([.. All.Where(encoder => encoder.TakesWordVectors)]);

    /// <summary>The encoder of a word, or null where it is a folder's path.</summary>
    internal static ScratchEncoder? Find(string word) => All.FirstOrDefault(encoder => encoder.Word == word);

    /// <summary>A default of every encoder, for the help: <c>[default: 3; cnn 10; rnn 10]</c>, a checkpoint's first.</summary>
    internal static string DefaultsOf(Func<TrainingDefaults, double> member) => string.Create(
        CultureInfo.InvariantCulture,
        $"[default: {member(TrainingDefaults.Pretrained):0.######}{string.Concat(All.Select(encoder => string.Create(CultureInfo.InvariantCulture, $"; {encoder.Word} {member(encoder.Defaults):0.######}")))}]");

    private static string List(IReadOnlyList<ScratchEncoder> encoders) => $"{string.Join(", ", encoders.SkipLast(1).Select(encoder => encoder.Word))} or {encoders[^1].Word}";

    private static WordVectors? Vectors(TrainSettings settings) => settings.WordVectors is { } path ? TextClassification.WordVectors.FromFile(path) : null;
}
