using Microsoft.Extensions.Logging;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Words;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Persistence;
using TransferLearning.TextClassification.Training;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification;

/// <summary>From decided values to a model with its first weights, and to what trains it.</summary>
internal static class ModelPreparation
{
    /// <summary>Makes a model.</summary>
    /// <param name="create">Makes it.</param>
    /// <exception cref="ConfigurationException">An application's own kind objects to its options.</exception>
    internal static ClassificationModel Create(Func<ClassificationModel> create)
    {
        try
        {
            return create();
        }
        catch (ArgumentException exception)
        {
            throw new ConfigurationException(exception.Message, exception);
        }
    }

    /// <summary>Gives a model its first weights: the checkpoint's, and new ones for the rest.</summary>
    /// <exception cref="ConfigurationException">The encoder cannot take texts of the length that was decided.</exception>
    /// <exception cref="CheckpointException">Weights are missing, of another shape or not numbers.</exception>
    internal static void Fill(ClassificationModel model, Resolution resolution, ILogger logger)
    {
        EnsurePositions(model, resolution.Description);
        FillWeights(model, resolution, logger);
    }

    /// <summary>The loop with the settings that were decided.</summary>
    /// <param name="plan">Who may end it.</param>
    /// <param name="resolution">The settings.</param>
    /// <param name="subject">Says what is trained on what; called where checkpoints are kept.</param>
    /// <param name="logger">Is told how it goes.</param>
    internal static Trainer TrainerOf(ClassifierPlan plan, Resolution resolution, Func<IReadOnlyDictionary<string, string>> subject, ILogger logger)
    {
        TrainingCallback[] callbacks = [.. plan.EarlyStopping.Select(options => new EarlyStopping(options)), .. plan.StopSignals.Select(stop => new SoftStop(stop))];
        return new(resolution.Training, resolution.Optimizer, resolution.Schedule, callbacks, logger, resolution.Training.CheckpointFolder is null ? null : subject());
    }

    /// <summary>How a model predicts that was trained with some options.</summary>
    internal static Computation ComputationOf(TrainingOptions training, Device device) =>
        training.WithoutKernels ? Computation.ByTensorOperations(device, training.Precision) : Computation.Create(device, training.Precision);

    /// <summary>An application's own encoder may say only now how long a text it can take.</summary>
    private static void EnsurePositions(ClassificationModel model, ClassifierDescription description)
    {
        if (description.MaxTokens > model.Encoder.MaxTokens)
        {
            throw new ConfigurationException([new($"MaxTokens is {description.MaxTokens}", $"at most {model.Encoder.MaxTokens}, the encoder's own limit", "Set MaxTokens in the encoder's options.")]);
        }
    }

    private static void FillWeights(ClassificationModel model, Resolution resolution, ILogger logger)
    {
        if (resolution.Folder is not { } folder)
        {
            model.Initialize(_ => true, resolution.Training.Seed, resolution.Description.InitializerRange);
            if (resolution.WordVectors is { } vectors && model.Encoder.Core is IWordEncoder encoder)
            {
                encoder.Words.SetVectors(vectors);
            }

            return;
        }

        WeightMatch match = ModelAssembly.ReadEncoder(model, folder, resolution.KeepsHead);
        HashSet<string> missing = [.. match.New];
        model.Initialize(missing.Contains, resolution.Training.Seed, resolution.Description.InitializerRange);
        if (missing.Any(ModelAssembly.IsHead))
        {
            ClassifierLog.NewPart(logger, "head", resolution.KeepsHead ? "the checkpoint's has another shape" : "the checkpoint has none for these labels");
        }

        if (missing.Any(ModelAssembly.IsPooling))
        {
            ClassifierLog.NewPart(logger, "attention pooling", "the checkpoint has none");
        }

        if (missing.Any(name => !ModelAssembly.IsHead(name) && !ModelAssembly.IsPooling(name)))
        {
            ClassifierLog.NewPart(logger, "pooler", "the checkpoint has none");
        }

        ClassifierLog.UnusedTensors(logger, folder, match);
    }
}
