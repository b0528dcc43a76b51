using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Encoders.Words;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Families.Rnn;

/// <summary>Recurrent networks over words.</summary>
internal sealed class RnnFamily : WordEncoderFamily<RnnEncoderOptions>
{
    internal static RnnFamily Instance { get; } = new();

    public override string Name => "rnn";

    public override Pooling DefaultPooling => Pooling.LastMaxMean;

    public override TrainingDefaults TrainingDefaults => TrainingDefaults.Rnn;

    public override ImmutableArray<Pooling> Poolings => [Pooling.LastMaxMean, Pooling.LastToken, Pooling.Mean, Pooling.Max, Pooling.Attention];

    internal override ImmutableArray<Pooling> PoolingsBehind => [Pooling.LastLayers]; // a first token has read one word, where there is one direction

    public override TextEncoder Create(EncoderConfiguration configuration) => new RnnEncoder(RnnConfiguration.Read(configuration), configuration.Pooling);

    public override JsonObject Configure(RnnEncoderOptions options, int vocabularySize) => RnnConfiguration.Write(options, vocabularySize);

    public override IEnumerable<string> FindProblems(RnnEncoderOptions options, bool isPretrained)
    {
        const string Record = nameof(RnnEncoderOptions);
        string?[] own =
        [
            Enum.IsDefined(options.Cell) ? null : $"{Record}.Cell is {options.Cell}; expected {string.Join(" or ", Enum.GetNames<RnnCell>())}.",
            WordOptionsChecks.Size(Record, nameof(options.HiddenSize), options.HiddenSize, RnnConfiguration.LargestSize),
            WordOptionsChecks.Size(Record, nameof(options.Layers), options.Layers, RnnConfiguration.MostLayers),
            WordOptionsChecks.Size(Record, nameof(options.AttentionSize), options.AttentionSize, RnnConfiguration.LargestSize),
            WordOptionsChecks.Size(Record, nameof(options.AttentionHops), options.AttentionHops, RnnConfiguration.LargestSize),
            WordOptionsChecks.Dropout(Record, nameof(options.Dropout), options.Dropout),
            WordOptionsChecks.Dropout(Record, nameof(options.VariationalDropout), options.VariationalDropout),
            WordOptionsChecks.Dropout(Record, nameof(options.RecurrentDropout), options.RecurrentDropout),
        ];
        return WordOptionsChecks.FindProblems(options, isPretrained).Concat(own.OfType<string>());
    }
}
