using TorchSharp.Modules;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Words;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Families.Cnn;

/// <summary>
/// A convolutional network (Kim 2014) on packed batches: filters of several widths slide over the words, and the largest (mean, or weighted mean) response of each is the text's feature.
/// A window counts only wholly inside its text; a text shorter than a filter has one window, filled up with zeros.
/// </summary>
internal sealed class CnnEncoder : TextEncoder, IWordEncoder
{
    private readonly WordEmbedding words;
    private readonly ModuleList<WindowFilters> filters;
    private readonly CnnConfiguration configuration;
    private readonly Pooling pooling;

    internal CnnEncoder(CnnConfiguration configuration, Pooling pooling)
        : base(nameof(CnnEncoder))
    {
        this.configuration = configuration;
        this.pooling = pooling;
        words = new WordEmbedding(configuration.Words);
        filters = new ModuleList<WindowFilters>([.. configuration.FilterWidths.Select(width => new WindowFilters(width, words.Size, configuration.FeatureMaps))]);
        RegisterComponents();
    }

    public override int HiddenSize => configuration.FilterWidths.Length * configuration.FeatureMaps;

    WordEmbedding IWordEncoder.Words => words;

    public override EncoderOutput Forward(TokenBatch batch, ForwardContext context)
    {
        Tensor vectors = context.Dropout(words.Forward(batch), configuration.EmbeddingDropout); // [tokens, size]
        TextWindows windows = new(batch, configuration.FilterWidths.Max());
        Tensor gathered = windows.Gather(vectors); // [tokens, widest * size]
        Tensor ofWidths = cat([.. filters.Select(filter => windows.Inside(filter.Width))], 1); // [tokens, widths]
        Tensor inside = ofWidths.repeat_interleave(configuration.FeatureMaps, 1); // [tokens, hidden]
        Tensor features = cat([.. filters.Select(filter => filter.Forward(gathered))], 1) * inside; // [tokens, hidden], at each window's first token
        Tensor pooled = PackedPooling.Pool(features, batch, pooling);
        return new()
        {
            TokenVectors = features,
            TextVectors = pooling == Pooling.Mean ? pooled / PackedPooling.Pool(inside, batch, pooling) : pooled,
            BlockMask = ofWidths.log(),
        };
    }

    public override void InitializeParameter(string name, Parameter parameter, long seed) => WordInitialization.Fill(name, parameter, seed);
}
