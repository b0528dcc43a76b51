using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Heads;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification;

/// <summary>
/// Classifiers that were trained together and stand on one encoder, which is in memory once. Each predicts, evaluates and saves as any other classifier; a saved one is complete
/// and knows nothing of the others. Owns native memory: <see cref="Dispose"/> closes all classifiers.
/// </summary>
public sealed class MultiTaskClassifier : IDisposable
{
    private readonly Dictionary<string, TransferClassifier> classifiers = new(StringComparer.Ordinal);

    /// <summary>Takes models over, which lie on <paramref name="device"/>; the first one owns the encoder.</summary>
    internal MultiTaskClassifier(IReadOnlyList<string> tasks, IReadOnlyList<Resolution> resolutions, IReadOnlyList<ClassificationModel> models, Device device, TrainingHistory history)
    {
        Tasks = tasks;
        History = history;
        Computation computation = ModelPreparation.ComputationOf(resolutions[0].Training, device);
        UsageGate shared = new(this, () =>
        {
            computation.Dispose();
            foreach (ClassificationModel model in models.Reverse())
            {
                model.Dispose();
            }
        });
        for (int i = 0; i < tasks.Count; i++)
        {
            UsageGate.Use use = shared.Enter();
            classifiers.Add(tasks[i], new(resolutions[i].Description, models[i], computation, use.Dispose, history, resolutions[i].Configuration));
        }

        shared.Close(); // the last classifier that is disposed frees everything
    }

    /// <summary>The names of the tasks, in the order in which they were added.</summary>
    public IReadOnlyList<string> Tasks { get; }

    /// <summary>How the training went: each step names its task, each validation has the figures of every task.</summary>
    public TrainingHistory History { get; }

    /// <summary>The classifier of a task. It may be disposed by itself; the encoder is freed with the last one.</summary>
    /// <param name="task">The task's name.</param>
    /// <returns>The classifier, always the same object.</returns>
    /// <exception cref="KeyNotFoundException">There is no such task.</exception>
    public TransferClassifier this[string task] => classifiers.TryGetValue(task, out TransferClassifier? classifier)
        ? classifier
        : throw new KeyNotFoundException($"There is no task '{task}'. The tasks: {string.Join(", ", Tasks)}.");

    /// <summary>Closes every classifier: calls under way finish, later ones throw <see cref="ObjectDisposedException"/>. May be called again.</summary>
    public void Dispose()
    {
        foreach (TransferClassifier classifier in classifiers.Values)
        {
            classifier.Dispose();
        }
    }
}
