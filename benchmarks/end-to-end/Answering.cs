using Microsoft.ML.OnnxRuntime;
using TransferLearning.TextClassification.Tokenization;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>A system that answers one text at a time.</summary>
internal sealed class Answering(Action<TextInput> answer, IDisposable owned) : IDisposable
{
    /// <summary>Loads a system.</summary>
    /// <param name="system">Which.</param>
    /// <param name="precision">Its numbers.</param>
    /// <param name="workload">Where texts are cut.</param>
    /// <param name="shared">The folder of checkpoints.</param>
    /// <param name="folder">Our saved classifier, or null to make one from the checkpoint.</param>
    internal static Answering Create(string system, string precision, Workload workload, string shared, string? folder)
    {
        if (system == "onnxruntime")
        {
            InferenceSession session = OnnxRuntimePeer.Open(shared);
            TextTokenizer tokenizer = MiniLm.Tokenizer(shared);
            return new(input => OnnxRuntimePeer.Run(session, [tokenizer.Encode(input, workload.MaxTokens)]), session);
        }

        TransferClassifier classifier = folder is null ? MiniLm.Classifier(shared, Ours.PrecisionOf(precision), workload.MaxTokens)
            : TransferClassifier.Load(folder, new() { Device = ComputeDevice.Cpu, Precision = Ours.PrecisionOf(precision) });
        return new(input => classifier.Predict(input), classifier);
    }

    internal void Answer(TextInput input) => answer(input);

    public void Dispose() => owned.Dispose();
}
