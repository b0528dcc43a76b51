using System.Numerics.Tensors;
using System.Text.Json;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Inference;
using TransferLearning.TextClassification.Persistence;
using TransferLearning.TextClassification.Runtime;
using TransferLearning.TextClassification.Tokenization;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification;

/// <summary>
/// A trained text classifier. Predicts from many threads at once, with the same answers as from one. Owns native memory: <see cref="Dispose"/> may be called at any
/// time, from any thread, twice; calls under way finish, later ones throw <see cref="ObjectDisposedException"/>.
/// </summary>
public sealed class TransferClassifier : ITextClassifier, IDisposable
{
    private readonly ClassifierDescription description;
    private readonly ClassificationModel model;
    private readonly TextScorer scorer;
    private readonly LabelSet labels;
    private readonly UsageGate gate;

    /// <summary>Uses a model.</summary>
    /// <param name="description">What the classifier is.</param>
    /// <param name="model">Its weights.</param>
    /// <param name="computation">Where they lie, and how they are computed with.</param>
    /// <param name="release">Frees model and computation, or lets go of them where others use them too; null: they are the classifier's own.</param>
    /// <param name="history">How the training went, or null.</param>
    /// <param name="configuration">What the training used, or null.</param>
    internal TransferClassifier(
        ClassifierDescription description, ClassificationModel model, Computation computation, Action? release, TrainingHistory? history, ResolvedConfiguration? configuration)
    {
        this.description = description;
        this.model = model;
        scorer = new(model, description.Tokenizer, description.MaxTokens, computation);
        labels = LabelSet.From(description.Labels);
        gate = new(this, release ?? (() =>
        {
            computation.Dispose();
            model.Dispose();
        }));
        History = history;
        Configuration = configuration;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels => labels;

    /// <inheritdoc/>
    public TextTask Task => description.Task;

    /// <summary>Texts are cut at this many tokens, special tokens included.</summary>
    public int MaxTokens => description.MaxTokens;

    /// <summary>Whether the classifier was trained on pairs of texts; null where the folder does not say.</summary>
    public bool? Pairs => description.Pairs;

    /// <summary>How the training went; null where the folder does not say.</summary>
    public TrainingHistory? History { get; }

    /// <summary>What the training used; null where the folder does not say.</summary>
    public ResolvedConfiguration? Configuration { get; }

    /// <summary>Loads a saved classifier, or a sequence-classification folder of the reference implementation.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="options">Device and the application's own kinds; null takes the defaults.</param>
    /// <returns>The classifier, which owns native memory: dispose it.</returns>
    /// <exception cref="ConfigurationException">The device does not multiply in the numbers that the options choose.</exception>
    /// <exception cref="CheckpointException">It is missing, broken, tampered with, holds no classifier, or needs a kind or feature that is not known.</exception>
    /// <exception cref="NativeBackendException">There is no native backend.</exception>
    public static TransferClassifier Load(string path, ClassifierLoadOptions? options = null) => LoadAsync(path, options).GetAwaiter().GetResult(); // on a thread whose dispose scopes and grad mode are its own

    /// <summary>The same as <see cref="Load"/>, on another thread.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="options">Device and the application's own kinds; null takes the defaults.</param>
    /// <param name="cancellationToken">Stops loading.</param>
    /// <returns>The classifier, which owns native memory: dispose it.</returns>
    /// <exception cref="ConfigurationException">The device does not multiply in the numbers that the options choose.</exception>
    /// <exception cref="CheckpointException">It is missing, broken, tampered with, holds no classifier, or needs a kind or feature that is not known.</exception>
    /// <exception cref="NativeBackendException">There is no native backend.</exception>
    public static Task<TransferClassifier> LoadAsync(string path, ClassifierLoadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options?.RequireMembers(nameof(options));
        return DedicatedThread.Run(() => LoadCore(path, options ?? new(), cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A text is null, or an input is a pair where the classifier was trained on single texts, or the other way round (<see cref="Pairs"/>).</exception>
    /// <exception cref="CheckpointException">The answer is not a number: the weights are broken, or what they make of a text is too large for the <see cref="Precision"/>.</exception>
    public IReadOnlyList<Prediction> PredictMany(IReadOnlyList<TextInput> inputs, CancellationToken cancellationToken = default)
    {
        RequireTexts(inputs);
        RequireSameInputs(inputs);
        using UsageGate.Use use = gate.Enter();
        TokenizedText[] texts = scorer.Tokenize(inputs, cancellationToken);
        float[][] logits = scorer.Logits(texts, cancellationToken);
        Prediction[] predictions = new Prediction[inputs.Count];
        for (int i = 0; i < predictions.Length; i++)
        {
            if (!TensorPrimitives.IsFiniteAll<float>(logits[i]))
            {
                throw new CheckpointException($"The classifier's answer is not a number (input {i} of {inputs.Count}): its weights are broken, or too large to be multiplied. Download or train it again; in float16, load it in another precision.");
            }

            predictions[i] = new(Task, labels, Probabilities.FromLogits(logits[i], Task), description.Thresholds, texts[i].WasTruncated);
        }

        return predictions;
    }

    /// <summary>The pooled vector of an input.</summary>
    /// <param name="input">A text or a pair of texts.</param>
    /// <returns>The vector, <c>[hidden]</c>.</returns>
    public float[] Embed(TextInput input) => EmbedMany([input])[0];

    /// <summary>The pooled vectors of many inputs.</summary>
    /// <param name="inputs">Texts or pairs of texts.</param>
    /// <param name="cancellationToken">Stops computing.</param>
    /// <returns>A vector <c>[hidden]</c> for each input, in order.</returns>
    public IReadOnlyList<float[]> EmbedMany(IReadOnlyList<TextInput> inputs, CancellationToken cancellationToken = default)
    {
        RequireTexts(inputs);
        using UsageGate.Use use = gate.Enter();
        return scorer.Embed(inputs, cancellationToken);
    }

    /// <summary>Saves the classifier as a folder in the Hugging Face layout. A new path, an empty folder or an earlier saved classifier is written in one step; anything else is refused.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="StorageException">It cannot be written there; what stood there is as it was.</exception>
    public void Save(string path) => SaveCore(path, CancellationToken.None);

    /// <summary>The same as <see cref="Save"/>, on another thread.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="cancellationToken">Stops saving; what stood there is as it was.</param>
    /// <returns>The work.</returns>
    /// <exception cref="StorageException">It cannot be written there; what stood there is as it was.</exception>
    public Task SaveAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return DedicatedThread.Run(
            () =>
            {
                SaveCore(path, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Close();

    private static TransferClassifier LoadCore(string path, ClassifierLoadOptions options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        KnownKinds kinds = new(options.Families, options.Heads);
        CheckpointSource source = CheckpointSource.Read(path, kinds);
        ClassifierDescription description = ClassifierReader.Describe(source, kinds);
        TrainingRecordFile record = source.Manifest is null ? new() : TrainingRecordFile.Read(path);
        cancellationToken.ThrowIfCancellationRequested();
        Device device = options.Device.Resolve();
        PrecisionChecks.Ensure(options, device);
        ClassificationModel model = CreateModel(path, description);
        try
        {
            WeightMatch match = ModelAssembly.ReadAll(model, path);
            ClassifierLog.UnusedTensors(options.LoggerFactory, path, match);
            cancellationToken.ThrowIfCancellationRequested();
            model.MoveTo(device);
            return new(description, model, Computation.Create(device, options.Precision), null, record.History, record.Configuration is null ? null : new(record.Configuration));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static ClassificationModel CreateModel(string path, ClassifierDescription description)
    {
        try
        {
            return ModelAssembly.Create(description);
        }
        catch (Exception exception) when (exception is ArgumentException or JsonException)
        {
            throw CheckpointException.At(path, $"the classifier cannot be built ({exception.Message.TrimEnd('.')}). Save it again, or pass the kinds that it was trained with.", exception);
        }
    }

    private static void RequireTexts(IReadOnlyList<TextInput> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Text is null)
            {
                throw new ArgumentException($"The text of input {i} is null; an empty text is answered, none is not.", nameof(inputs));
            }
        }
    }

    /// <summary>An encoder that was trained on pairs says little of a single text, and the other way round.</summary>
    private void RequireSameInputs(IReadOnlyList<TextInput> inputs)
    {
        for (int i = 0; i < inputs.Count && Pairs is { } pairs; i++)
        {
            if (inputs[i].SecondText is null == pairs)
            {
                throw new ArgumentException(
                    pairs ? $"Input {i} is a single text, but the classifier is trained on pairs. Give it a second text." : $"Input {i} has a second text, but the classifier is trained on single texts. Leave it out.", nameof(inputs));
            }
        }
    }

    private void SaveCore(string path, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using UsageGate.Use use = gate.Enter();
        TrainingRecordFile record = new() { Configuration = Configuration?.Values, History = History };
        Dictionary<string, string> records = new() { [TrainingRecordFile.FileName] = record.ToJson() };
        ClassifierWriter.Write(path, description, model, records, cancellationToken);
    }
}
