using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Tokenization;
using TransferLearning.TextClassification.Tokenization.WordPiece;

namespace TransferLearning.TextClassification.Extensibility;

/// <summary>A named kind of encoder, without state of its own.</summary>
[Experimental("TLTC1001")]
public abstract class EncoderFamily
{
    /// <summary>Tokens of a vocabulary that is learnt from training texts, at most.</summary>
    private const int LearntVocabularySize = 8000;

    private protected EncoderFamily()
    {
    }

    /// <summary>The name under which the kind is saved, for example <c>bert</c> or <c>acme.char-cnn</c>; for a Hugging Face family its <c>model_type</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The pooling where neither the application nor a checkpoint chooses one. Default: the mean.</summary>
    public virtual Pooling DefaultPooling => Pooling.Mean;

    /// <summary>What a training from scratch takes where the application does not choose. Default: <see cref="TrainingDefaults.Transformer"/>.</summary>
    public virtual TrainingDefaults TrainingDefaults => TrainingDefaults.Transformer;

    /// <summary>Builds the encoder. Its parameters need no values yet.</summary>
    /// <param name="configuration">The content of <c>config.json</c> and the pooling.</param>
    /// <returns>A new encoder on the processor.</returns>
    /// <exception cref="CheckpointException">The configuration is incomplete or impossible; the message names the key, the value and the mend.</exception>
    public abstract TextEncoder Create(EncoderConfiguration configuration);

    /// <summary>The prefix of this family's encoder in the tensors of a whole model, or null.</summary>
    internal virtual string? CheckpointPrefix => null;

    /// <summary>The names of our parameters in the checkpoints of the family.</summary>
    internal virtual TensorNameTable TensorNames => TensorNameTable.Identity;

    /// <summary>How many positions, tokens and layers an encoder of this configuration has; the default reads the usual keys of <c>config.json</c>.</summary>
    /// <exception cref="CheckpointException">The configuration is impossible.</exception>
    internal virtual EncoderLimits LimitsOf(EncoderConfiguration configuration) => EncoderLimits.Read(configuration.Values);

    /// <summary>The keys of <c>config.json</c> that say an encoder's sizes, in the order in which they are shown; those that a file lacks are passed over.</summary>
    internal virtual ImmutableArray<string> SizeKeys =>
        ["hidden_size", EncoderLimits.LayersKey, "num_attention_heads", "intermediate_size", "vocab_size", "max_position_embeddings", "type_vocab_size", "embedding_size"];

    /// <summary>Parameters (by our name) that a checkpoint may lack; they are then newly initialised and announced.</summary>
    internal virtual ImmutableArray<string> OptionalParameters => [];

    /// <summary>The class of the reference implementation that opens a classifier of this family with the family's own pooling and head, or null.</summary>
    internal virtual string? ClassifierArchitecture => null;

    /// <summary>
    /// The poolings that encoders of this family make themselves, as <see cref="EncoderConfiguration.Pooling"/> says; of the others those that need nothing but token vectors and hidden states
    /// are made behind them. Default: <see cref="DefaultPooling"/> alone. At least one.
    /// </summary>
    public virtual ImmutableArray<Pooling> Poolings => [DefaultPooling];

    /// <summary>The poolings that are computed behind an encoder that does not know them (see <see cref="PooledEncoder"/>); the default is all of those.</summary>
    internal virtual ImmutableArray<Pooling> PoolingsBehind => PooledEncoder.Poolings;

    /// <summary>All poolings that can be chosen.</summary>
    internal IEnumerable<Pooling> AllPoolings => Poolings.Union(PoolingsBehind);

    /// <summary>Builds the encoder, with a pooling behind it where it does not know the one that is wanted.</summary>
    internal TextEncoder CreatePooled(EncoderConfiguration configuration) =>
        Poolings.Contains(configuration.Pooling) ? Create(configuration) : new PooledEncoder(this, configuration);

    /// <summary>The tokenizer of an encoder from scratch; the default learns word pieces.</summary>
    /// <param name="options">The encoder's options.</param>
    /// <param name="texts">The training texts; may be read several times.</param>
    internal virtual TextTokenizer LearnTokenizer(EncoderOptions options, IEnumerable<string> texts) =>
        WordPieceTokenizer.FromVocabulary(WordPieceTrainer.Train(texts, new() { VocabularySize = LearntVocabularySize }));

    /// <summary>The pooling of the reference implementation's own classifier of this configuration.</summary>
    internal virtual Pooling ClassifierPooling(JsonObject configuration) => DefaultPooling;

    /// <summary>The keys of <c>config.json</c> that say the dropout before the classifier; the first that has a number counts.</summary>
    internal virtual ImmutableArray<string> ClassifierDropoutKeys => ["classifier_dropout", "hidden_dropout_prob"];

    /// <summary>The dropout before the classifier where no key says it.</summary>
    internal virtual double UsualClassifierDropout => 0.1;

    /// <summary>Whether checkpoints of the family hold a parameter (by our name) transposed.</summary>
    internal virtual bool IsTransposed(string name) => false;

    /// <summary>Whether a tensor (by the checkpoint's name) is no parameter but a constant that old versions stored.</summary>
    internal virtual bool IsConstant(string theirName) => false;

    /// <summary>The mistakes in options, a sentence each.</summary>
    internal abstract IEnumerable<string> FindProblemsOf(EncoderOptions options, bool isPretrained);

    /// <summary>Takes options over into a checkpoint's configuration.</summary>
    internal abstract void Apply(EncoderOptions options, JsonObject configuration);

    /// <summary>A new configuration made from options.</summary>
    internal abstract JsonObject ConfigureFrom(EncoderOptions options, int vocabularySize);
}
