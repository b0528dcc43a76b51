using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using TransferLearning.TextClassification.Tokenization;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>Hugging Face's graph of the classifier in ONNX Runtime, its defaults, batches of 32 sorted by length, padded.</summary>
internal static class OnnxRuntimePeer
{
    private const int BatchSize = 32;

    /// <summary>Predicts all inputs, tokenization included, and returns the seconds.</summary>
    internal static double Predict(string shared, TextTokenizer tokenizer, IReadOnlyList<TextInput> inputs, int maxTokens)
    {
        using InferenceSession session = new(Path.Combine(MiniLm.Folder(shared), "peer-onnx-fp32.onnx"));
        Run([.. inputs.Take(BatchSize)]); // warm-up
        Stopwatch watch = Stopwatch.StartNew();
        Run(inputs);
        return watch.Elapsed.TotalSeconds;

        void Run(IReadOnlyList<TextInput> texts)
        {
            foreach (TokenizedText[] batch in texts.Select(text => tokenizer.Encode(text, maxTokens)).OrderBy(text => text.Ids.Length).Chunk(BatchSize))
            {
                (long[] ids, long[] mask, int rows, int length) = TorchScriptPeer.Pad(batch);
                using OrtValue idsValue = OrtValue.CreateTensorValueFromMemory(ids, [rows, length]);
                using OrtValue maskValue = OrtValue.CreateTensorValueFromMemory(mask, [rows, length]);
                using RunOptions options = new();
                using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, ["input_ids", "attention_mask"], [idsValue, maskValue], ["logits"]);
            }
        }
    }
}
