using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Families.Bert;
using TransferLearning.TextClassification.Families.Cnn;
using TransferLearning.TextClassification.Families.Rnn;
using TransferLearning.TextClassification.Families.Transformer;

namespace TransferLearning.TextClassification.Tests.Encoders;

/// <summary>An encoder that the contract tests run through: a new one takes a line in <see cref="All"/>.</summary>
/// <param name="Name">Names the case.</param>
/// <param name="Family">Its family.</param>
/// <param name="Configuration">A very small one, over <see cref="TinyModels.VocabularySize"/> tokens, with dropout.</param>
/// <param name="Use">Chooses the same in a builder.</param>
/// <param name="Wrong">Chooses an impossible one in a builder.</param>
/// <param name="Mistake">What the message about it must say.</param>
/// <param name="Key">A key of the configuration that must be a positive number.</param>
internal sealed record EncoderCase(
    string Name,
    EncoderFamily Family,
    JsonObject Configuration,
    Func<TransferClassifierBuilder, TransferClassifierBuilder> Use,
    Func<TransferClassifierBuilder, TransferClassifierBuilder> Wrong,
    string Mistake,
    string Key)
{
    internal static IReadOnlyList<EncoderCase> All { get; } =
    [
        Of(
            "bert",
            BertFamily.Instance,
            new BertEncoderOptions { HiddenSize = 16, Layers = 2, AttentionHeads = 2, IntermediateSize = 32, Positions = 64, InitializerRange = 0.1 },
            new() { HiddenSize = 17, AttentionHeads = 2 },
            "HiddenSize is 17",
            "hidden_size"),
        Of("cnn", CnnFamily.Instance, new CnnEncoderOptions { EmbeddingSize = 12, FeatureMaps = 5, EmbeddingDropout = 0.1 }, new() { FilterWidths = [3, 0] }, "FilterWidths is 3, 0", "feature_maps"),
        Of("cnn-one-width", CnnFamily.Instance, new CnnEncoderOptions { EmbeddingSize = 12, FeatureMaps = 5, FilterWidths = [2], EmbeddingDropout = 0.1 }, new() { FeatureMaps = 0 }, "FeatureMaps is 0", "embedding_size"),
        Of("lstm", RnnFamily.Instance, new RnnEncoderOptions { EmbeddingSize = 12, HiddenSize = 7, Layers = 2, RecurrentDropout = 0.1 }, new() { HiddenSize = -1 }, "HiddenSize is -1", "hidden_size"),
        Of("gru-one-direction", RnnFamily.Instance, new RnnEncoderOptions { Cell = RnnCell.Gru, EmbeddingSize = 12, HiddenSize = 7, Bidirectional = false }, new() { VariationalDropout = 1 }, "VariationalDropout is 1", "num_hidden_layers"),
        Of("transformer", TransformerFamily.Instance, new TransformerEncoderOptions { HiddenSize = 16, AttentionHeads = 2, Positions = 64 }, new() { HiddenSize = 18 }, "HiddenSize is 18", "num_attention_heads"),
        Of("own-kind", OwnFamily.Instance, new OwnOptions { Size = 12 }, new() { Size = 0 }, "Size is 0", "size"),
        .. CheckpointCases.All,
    ];

    public override string ToString() => Name;

    private static EncoderCase Of<TOptions>(string name, EncoderFamily<TOptions> family, TOptions options, TOptions wrong, string mistake, string key)
        where TOptions : EncoderOptions => new(
            name,
            family,
            family.Configure(options, TinyModels.VocabularySize),
            builder => builder.UseEncoder(family, options),
            builder => builder.UseEncoder(family, wrong),
            mistake,
            key);
}
