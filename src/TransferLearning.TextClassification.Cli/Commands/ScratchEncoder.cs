using System.Globalization;

namespace TransferLearning.TextClassification.Cli.Commands;

/// <summary>An encoder that starts without a checkpoint, by the word that <c>--encoder</c> takes for it.</summary>
/// <param name="Word">The word.</param>
/// <param name="Defaults">What its training takes where nothing is chosen.</param>
/// <param name="Use">Chooses it.</param>
internal sealed record ScratchEncoder(string Word, TrainingDefaults Defaults, Action<TransferClassifierBuilder, TrainSettings> Use)
{
    /// <summary>All of them.</summary>
    internal static IReadOnlyList<ScratchEncoder> All { get; } =
    [
        new("cnn", TrainingDefaults.Cnn, (builder, settings) => builder.UseCnnEncoder(new() { Pooling = settings.Pooling, MaxTokens = settings.MaxTokens, WordVectors = Vectors(settings) })),
        new("rnn", TrainingDefaults.Rnn, (builder, settings) => builder.UseRnnEncoder(new() { Pooling = settings.Pooling, MaxTokens = settings.MaxTokens, WordVectors = Vectors(settings) })),
    ];

    /// <summary>The words, as in <c>cnn or rnn</c>.</summary>
    internal static string Words { get; } = string.Join(" or ", All.Select(encoder => encoder.Word));

    /// <summary>The encoder of a word, or null where it is a folder's path.</summary>
    internal static ScratchEncoder? Find(string word) => All.FirstOrDefault(encoder => encoder.Word == word);

    /// <summary>A default of every encoder, for the help: <c>[default: 3; cnn 10; rnn 10]</c>, a checkpoint's first.</summary>
    internal static string DefaultsOf(Func<TrainingDefaults, double> member) => string.Create(
        CultureInfo.InvariantCulture,
        $"[default: {member(TrainingDefaults.Pretrained):0.######}{string.Concat(All.Select(encoder => string.Create(CultureInfo.InvariantCulture, $"; {encoder.Word} {member(encoder.Defaults):0.######}")))}]");

    private static WordVectors? Vectors(TrainSettings settings) => settings.WordVectors is { } path ? TextClassification.WordVectors.FromFile(path) : null;
}
