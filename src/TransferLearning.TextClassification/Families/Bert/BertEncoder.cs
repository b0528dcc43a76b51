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
        Tensor hidden = embeddings.Forward(batch, context); // [tokens, hidden]
        ImmutableArray<Tensor>.Builder kept = ImmutableArray.CreateBuilder<Tensor>();
        Keep(hidden);
        bool firstTokensOnly = pooling is Pooling.FirstToken or Pooling.Pooler && !context.NeedsTokenVectors;
        for (int i = 0; i < configuration.Shape.Layers; i++)
        {
            hidden = layers[configuration.OwnLayerAt(i)].Forward(hidden, batch, context, firstTokensOnly && i == configuration.Shape.Layers - 1);
            Keep(hidden);
        }

        Tensor pooled = firstTokensOnly ? hidden : PackedPooling.Pool(hidden, batch, pooling); // [texts, hidden]
        Tensor vectors = pooler is null ? pooled : pooler.Forward(pooled).tanh();
        return firstTokensOnly ? EncoderOutput.OfTexts(vectors)
            : new EncoderOutput { TokenVectors = hidden, TextVectors = vectors, HiddenStates = kept.ToImmutable() };

        void Keep(Tensor state)
        {
            if (context.KeepHiddenStates)
            {
                kept.Add(state);
            }
        }
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
