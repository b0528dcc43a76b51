using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Encoders.Words;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Families.Cnn;

/// <summary>Convolutional networks over words.</summary>
internal sealed class CnnFamily : WordEncoderFamily<CnnEncoderOptions>
{
    internal static CnnFamily Instance { get; } = new();

    public override string Name => "cnn";

    public override Pooling DefaultPooling => Pooling.Max;

    public override TrainingDefaults TrainingDefaults => TrainingDefaults.Cnn;

    public override ImmutableArray<Pooling> Poolings => [Pooling.Max, Pooling.Mean];

    internal override ImmutableArray<Pooling> PoolingsBehind => [Pooling.Attention]; // windows have neither a first nor a last token, and there is one layer

    internal override ImmutableArray<string> SizeKeys => [.. base.SizeKeys, "feature_maps"];

    public override TextEncoder Create(EncoderConfiguration configuration) => new CnnEncoder(CnnConfiguration.Read(configuration), configuration.Pooling);

    public override JsonObject Configure(CnnEncoderOptions options, int vocabularySize) => CnnConfiguration.Write(options, vocabularySize);

    public override IEnumerable<string> FindProblems(CnnEncoderOptions options, bool isPretrained)
    {
        const string Record = nameof(CnnEncoderOptions);
        string?[] own =
        [
            CnnConfiguration.AreWidths(options.FilterWidths)
                ? null
                : $"{Record}.FilterWidths is {string.Join(", ", options.FilterWidths)}; expected different whole numbers from 1 to {CnnConfiguration.LargestWidth}.",
            WordOptionsChecks.Size(Record, nameof(options.FeatureMaps), options.FeatureMaps, CnnConfiguration.MostMaps),
            WordOptionsChecks.Dropout(Record, nameof(options.Dropout), options.Dropout),
            WordOptionsChecks.Dropout(Record, nameof(options.EmbeddingDropout), options.EmbeddingDropout),
        ];
        return WordOptionsChecks.FindProblems(options, isPretrained).Concat(own.OfType<string>());
    }
}
