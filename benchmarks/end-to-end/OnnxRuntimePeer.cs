using Microsoft.ML.OnnxRuntime;
using TransferLearning.TextClassification.Tokenization;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>Hugging Face's graph of the classifier in ONNX Runtime, its defaults, batches of 32 sorted by length, padded.</summary>
internal static class OnnxRuntimePeer
{
    private const int BatchSize = 32;

    internal static InferenceSession Open(string shared) => new(Path.Combine(MiniLm.Folder(shared), "peer-onnx-fp32.onnx"));

    /// <summary>Predicts all inputs, tokenization included, and returns the seconds.</summary>
    internal static double Predict(string shared, TextTokenizer tokenizer, IReadOnlyList<TextInput> inputs, int maxTokens)
    {
        using InferenceSession session = Open(shared);
        PredictAll([.. inputs.Take(BatchSize)]); // warm-up
        return Statistics.AverageSeconds(() => PredictAll(inputs));

        void PredictAll(IReadOnlyList<TextInput> texts)
        {
            foreach (TokenizedText[] batch in texts.Select(text => tokenizer.Encode(text, maxTokens)).OrderBy(text => text.Ids.Length).Chunk(BatchSize))
            {
                Run(session, batch);
            }
        }
    }

    /// <summary>Scores one batch.</summary>
    internal static void Run(InferenceSession session, IReadOnlyList<TokenizedText> batch)
    {
        (long[] ids, long[] mask, int rows, int length) = TorchScriptPeer.Pad(batch);
        using OrtValue idsValue = OrtValue.CreateTensorValueFromMemory(ids, [rows, length]);
        using OrtValue maskValue = OrtValue.CreateTensorValueFromMemory(mask, [rows, length]);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, ["input_ids", "attention_mask"], [idsValue, maskValue], ["logits"]);
    }
}
