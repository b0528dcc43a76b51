using System.Collections.Immutable;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Families.Bert;

/// <summary>BERT (Devlin et al. 2019) and the families that are built like it, on packed batches; equal to the reference implementation's <c>BertModel</c>.</summary>
internal sealed class BertEncoder : TextEncoder
{
    private readonly BertEmbeddings embeddings;
    private readonly ModuleList<TransformerLayer> layers;
    private readonly LinearBlock? pooler;
    private readonly BertConfiguration configuration;
    private readonly Pooling pooling;

    internal BertEncoder(BertConfiguration configuration, Pooling pooling)
        : base(nameof(BertEncoder))
    {
        this.configuration = configuration;
        this.pooling = pooling;
        embeddings = new BertEmbeddings(configuration);
        layers = new ModuleList<TransformerLayer>([.. Enumerable.Range(0, configuration.OwnLayers).Select(_ => new TransformerLayer(configuration.Shape))]);
        pooler = pooling == Pooling.Pooler ? new LinearBlock(HiddenSize, HiddenSize) : null;
        RegisterComponents();
    }

    public override int HiddenSize => configuration.Shape.HiddenSize;

    public override int? MaxTokens => configuration.Positions;

    internal override bool RunsOnLanes => true;

    public override EncoderOutput Forward(TokenBatch batch, ForwardContext context)
    {
        Tensor? chosen = PackedPooling.OneToken(batch, pooling, context);
        (Tensor last, ImmutableArray<Tensor> states) = LayerStack.Run(
            embeddings.Forward(batch, context), configuration.Shape.Layers, (i, hidden, tokens) => layers[configuration.OwnLayerAt(i)].Forward(hidden, batch, context, tokens),
            chosen, context);
        Tensor pooled = chosen is null ? PackedPooling.Pool(last, batch, pooling) : last; // [texts, hidden]
        Tensor vectors = pooler is null ? pooled : pooler.Forward(pooled).tanh();
        return chosen is null ? new EncoderOutput { TokenVectors = last, TextVectors = vectors, HiddenStates = states } : EncoderOutput.OfTexts(vectors);
    }

    public override void InitializeParameter(string name, Parameter parameter, long seed)
    {
        ParameterInitialization.Default(name, parameter, seed, configuration.InitializerRange);
        if (name == "embeddings.tokens.weight" && configuration.PaddingId < configuration.VocabularySize)
        {
            using Tensor data = parameter.detach();
            using Tensor row = data[configuration.PaddingId]; // the reference leaves the padding token's vector at 0
            row.zero_();
        }
    }
}
