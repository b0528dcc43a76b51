using System.CommandLine;
using TransferLearning.TextClassification.Cli.Options;

namespace TransferLearning.TextClassification.Cli.Commands;

/// <summary>The words of <c>tltc train</c>.</summary>
internal sealed class TrainCommand
{
    private const string Automatic = "auto";

    private readonly Option<string> encoder = OptionKinds.Path("--encoder", $"The checkpoint to start from: a folder in the Hugging Face layout, or where there is none a name on the model hub, ORG/NAME or ORG/NAME@REVISION; or {ScratchEncoder.Words}, to start from scratch (a folder of such a name: ./{ScratchEncoder.All[0].Word})", $"FOLDER|NAME|{string.Join('|', ScratchEncoder.All.Select(encoder => encoder.Word))}");
    private readonly Option<string> wordVectors = OptionKinds.Path("--word-vectors", $"Word vectors of GloVe, word2vec or fastText that {ScratchEncoder.WordsOfWordVectors} begins with; not given: new ones", "FILE", required: false);
    private readonly Option<string> data = OptionKinds.Path("--data", "The labelled rows to learn from", "FILE");
    private readonly Option<string> validation = OptionKinds.Path("--validation", "Labelled rows that are scored every epoch; the best epoch is kept. Without them the last stays", "FILE", required: false);
    private readonly Option<string> test = OptionKinds.Path("--test", "Labelled rows that are scored once, afterwards; they are checked before training", "FILE", required: false);
    private readonly Option<string> output = OptionKinds.Path("--out", "Where the classifier is saved: a new path, an empty folder or an earlier saved classifier", "FOLDER");
    private readonly Option<string> report = OptionKinds.Path("--report", "Where the figures are written as JSON", "FILE.json", required: false);
    private readonly Option<int?> epochs = OptionKinds.OptionalWholeNumber("--epochs", $"How often every row is seen {ScratchEncoder.DefaultsOf(defaults => defaults.Epochs)}; where that makes fewer steps than {ScratchEncoder.DefaultsOf(defaults => defaults.MinimumSteps)}, as often as so many need");
    private readonly Option<int?> batchSize = OptionKinds.OptionalWholeNumber("--batch-size", $"Texts a step {ScratchEncoder.DefaultsOf(defaults => defaults.BatchSize)}");
    private readonly Option<int?> maxTokensPerBatch = OptionKinds.OptionalWholeNumber("--max-tokens-per-batch", "Tokens a step at most, beside --batch-size; not given: no limit");
    private readonly Option<double?> learningRate = OptionKinds.OptionalNumber("--learning-rate", $"The highest rate of the schedule {ScratchEncoder.DefaultsOf(defaults => defaults.LearningRate)}", IsPositive, "a number above 0, such as 5e-5");
    private readonly Option<double> warmupRatio = OptionKinds.Number("--warmup-ratio", "The share of the steps in which the rate rises", 0.1, value => value is >= 0 and <= 1, "a share from 0 to 1");
    private readonly Option<double> weightDecay = OptionKinds.Number("--weight-decay", "AdamW's weight decay; biases and norms have none", 0.01, value => value >= 0 && double.IsFinite(value), "a number of at least 0");
    private readonly Option<int?> maxTokens = OptionKinds.OptionalWholeNumber("--max-tokens", $"Where texts are cut; not given: the smallest of the usual number, the tokenizer's model_max_length and the position table {ScratchEncoder.DefaultsOf(defaults => defaults.MaxTokens)}");
    private readonly Option<string> pooling = OptionKinds.Choice("--pooling", "How token vectors become one; auto is that of the reference implementation's classifier, for cnn max, for rnn last-max-mean, for transformer mean", Automatic, Automatic, "pooler", "first", "last", "mean", "max", "last-max-mean", "attention", "last-layers");
    private readonly Option<string> head = OptionKinds.Choice("--head", "What makes scores of the text's vector: a linear layer, a multi-layer perceptron, or attention, which takes the tokens' vectors and no --pooling; auto is the kind's own", Automatic, Automatic, "linear", "mlp", "attention");
    private readonly Option<string> task = OptionKinds.Choice("--task", "What is predicted; auto goes by checkpoint and data", Automatic, Automatic, "single-label", "multi-label", "regression");
    private readonly Option<Precision> precision = OptionKinds.Precision();
    private readonly Option<bool> gradientCheckpointing = new("--gradient-checkpointing") { Description = "Needs less memory for long texts and large batches, and about a third more time" };
    private readonly Option<long> seed = OptionKinds.Seed("--seed", "Fixes the new head, the order of the rows and dropout", 42);
    private readonly Option<ComputeDevice> device = OptionKinds.Device();
    private readonly Option<string> tokenCache = OptionKinds.Path("--token-cache", "Where tokenized texts are kept for the next training on the same rows; not given: nowhere", "FOLDER", required: false);
    private readonly Option<string> checkpoint = OptionKinds.Path("--checkpoint", "Where the training is kept after each epoch: the same command continues it there if it broke off; not given: nowhere", "FOLDER", required: false);
    private readonly ReadingOptions reading = new();

    internal static Command Create() => new TrainCommand().ToCommand();

    private Command ToCommand()
    {
        Command command = new("train", "Trains an encoder on labelled rows and saves the classifier. The first Ctrl-C ends the training and saves the best so far; the second aborts.")
        {
            encoder, wordVectors, data, validation, test, output, epochs, batchSize, maxTokensPerBatch, learningRate, warmupRatio, weightDecay, maxTokens, pooling, head, task, seed, device, precision, gradientCheckpointing, tokenCache, checkpoint, report,
        };
        reading.AddTo(command);
        command.SetAction((parsed, _) => TrainRun.ExecuteAsync(Settings(parsed)));
        return command;
    }

    private TrainSettings Settings(ParseResult parsed)
    {
        TextTask? chosenTask = parsed.GetValue(task) switch
        {
            "single-label" => TextTask.SingleLabel,
            "multi-label" => TextTask.MultiLabel,
            "regression" => TextTask.Regression,
            _ => null,
        };
        string chosenEncoder = parsed.GetRequiredValue(encoder);
        string? vectors = parsed.GetValue(wordVectors);
        if (vectors is not null && ScratchEncoder.Find(chosenEncoder) is not { TakesWordVectors: true })
        {
            throw new UsageException($"--word-vectors is '{vectors}' with --encoder '{chosenEncoder}'; expected --encoder {ScratchEncoder.WordsOfWordVectors}, for a checkpoint brings its own vectors and a transformer learns word pieces.");
        }

        return new()
        {
            Encoder = chosenEncoder,
            WordVectors = vectors,
            Data = parsed.GetRequiredValue(data),
            Validation = parsed.GetValue(validation),
            Test = parsed.GetValue(test),
            Out = parsed.GetRequiredValue(output),
            Report = parsed.GetValue(report),
            Training = new()
            {
                Epochs = parsed.GetValue(epochs),
                BatchSize = parsed.GetValue(batchSize),
                MaxTokensPerBatch = parsed.GetValue(maxTokensPerBatch),
                Seed = parsed.GetValue(seed),
                Device = parsed.GetRequiredValue(device),
                Precision = parsed.GetValue(precision),
                TokenCacheFolder = parsed.GetValue(tokenCache),
                CheckpointFolder = parsed.GetValue(checkpoint),
                KeepCheckpoint = true, // until the classifier is saved
                GradientCheckpointing = parsed.GetValue(gradientCheckpointing),
            },
            Optimizer = new() { LearningRate = parsed.GetValue(learningRate), WeightDecay = parsed.GetValue(weightDecay) },
            WarmupRatio = parsed.GetValue(warmupRatio),
            Pooling = ChosenPooling(parsed),
            Head = parsed.GetValue(head),
            MaxTokens = parsed.GetValue(maxTokens),
            Task = chosenTask,
            Reading = reading.Read(parsed, TextLabelling.Required, chosenTask),
        };
    }

    private Pooling? ChosenPooling(ParseResult parsed) => parsed.GetValue(pooling) switch
    {
        "pooler" => Pooling.Pooler,
        "first" => Pooling.FirstToken,
        "mean" => Pooling.Mean,
        "max" => Pooling.Max,
        "last" => Pooling.LastToken,
        "last-max-mean" => Pooling.LastMaxMean,
        "attention" => Pooling.Attention,
        "last-layers" => Pooling.LastLayers,
        _ => null,
    };

    private static bool IsPositive(double value) => value > 0 && double.IsFinite(value);
}
