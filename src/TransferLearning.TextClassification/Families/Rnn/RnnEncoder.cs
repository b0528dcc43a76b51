using TorchSharp.Modules;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Words;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Families.Rnn;

/// <summary>A recurrent network over the words of each text of a packed batch.</summary>
internal sealed class RnnEncoder : TextEncoder, IWordEncoder
{
    private readonly WordEmbedding words;
    private readonly ModuleList<RecurrentLayer> layers;
    private readonly AttentionPooling? attention;
    private readonly RnnConfiguration configuration;
    private readonly Pooling pooling;

    internal RnnEncoder(RnnConfiguration configuration, Pooling pooling)
        : base(nameof(RnnEncoder))
    {
        this.configuration = configuration;
        this.pooling = pooling;
        words = new WordEmbedding(configuration.Words);
        layers = new ModuleList<RecurrentLayer>([.. Enumerable.Range(0, configuration.Layers).Select(layer => new RecurrentLayer(layer == 0 ? words.Size : HiddenSize, configuration))]);
        attention = pooling == Pooling.Attention ? new AttentionPooling(HiddenSize, configuration.AttentionSize, configuration.AttentionHops) : null;
        RegisterComponents();
    }

    public override int HiddenSize => configuration.Directions * configuration.HiddenSize;

    public override int TextVectorSize => attention is null ? PackedPooling.SizeOf(HiddenSize, pooling) : HiddenSize * configuration.AttentionHops;

    WordEmbedding IWordEncoder.Words => words;

    public override EncoderOutput Forward(TokenBatch batch, ForwardContext context)
    {
        TimeSteps steps = new(batch, configuration.Directions);
        Tensor vectors = words.Forward(batch); // [tokens, size]
        List<Tensor> states = [vectors];
        foreach (RecurrentLayer layer in layers)
        {
            vectors = layer.Forward(Drop(vectors, steps, context), steps, context); // [tokens, hidden]
            states.Add(vectors);
        }

        return new()
        {
            TokenVectors = vectors,
            TextVectors = attention is null ? PackedPooling.Pool(vectors, batch, pooling) : attention.Forward(vectors, batch),
            HiddenStates = context.KeepHiddenStates ? [.. states] : [],
        };
    }

    public override void InitializeParameter(string name, Parameter parameter, long seed)
    {
        WordInitialization.Fill(name, parameter, seed);
        if (configuration.Cell == RnnCell.Lstm && name.EndsWith(RecurrentLayer.InputBias, StringComparison.Ordinal))
        {
            using Tensor gates = parameter.detach();
            using Tensor forget = gates.view(configuration.Directions, -1, configuration.HiddenSize).select(1, 1);
            forget.fill_(1); // a cell remembers until it has learnt what to forget (Jozefowicz et al. 2015)
        }
    }

    /// <summary>The same numbers of every token's vector are dropped throughout a text.</summary>
    private Tensor Drop(Tensor vectors, TimeSteps steps, ForwardContext context)
    {
        if (!context.Training || configuration.VariationalDropout == 0)
        {
            return vectors;
        }

        Tensor mask = context.Dropout(ones(steps.Texts, vectors.shape[1], vectors.dtype, vectors.device), configuration.VariationalDropout); // [texts, size]
        return vectors * mask.index_select(0, steps.TextOfToken);
    }
}
