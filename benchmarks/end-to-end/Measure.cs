using System.Diagnostics;
using System.Text;
using TransferLearning.TextClassification.Tokenization;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>One measurement, in a child process.</summary>
internal static class Measure
{
    internal static Measurement Run(string kind, string system, string precision, Workload workload, string shared)
    {
        if (kind == "roofline")
        {
            return new Measurement { Workload = workload.Name, Kind = kind, System = system, Precision = precision, GigaflopsPerSecond = Roofline.Measure(precision) };
        }

        IReadOnlyList<TextExample> rows = workload.Read(shared);
        IReadOnlyList<TextInput> inputs = [.. rows.Select(row => row.Input)];
        TextTokenizer tokenizer = MiniLm.Tokenizer(shared);
        TokenizedText[] texts = [.. inputs.Select(input => tokenizer.Encode(input, workload.MaxTokens))];
        double work = texts.Sum(text => Roofline.Forward(text.Ids.Length)) * (kind == "train" ? 3 : 1);
        double seconds = (kind, system) switch
        {
            ("train", "ours") => Ours.Train(shared, rows, workload.MaxTokens, Ours.PrecisionOf(precision)),
            ("train", "torchscript") => TorchScriptPeer.Train(shared, texts, [.. rows.Select((_, i) => (long)(i % 2))]),
            ("predict", "ours") => Ours.Predict(shared, tokenizer, inputs, workload.MaxTokens, Ours.PrecisionOf(precision)),
            ("predict", "onnxruntime") => OnnxRuntimePeer.Predict(shared, tokenizer, inputs, workload.MaxTokens),
            ("tokenize", "ours") => Tokenize(tokenizer, inputs, workload.MaxTokens),
            _ => throw new ArgumentException($"'{system}' does not {kind}."),
        };
        return new Measurement
        {
            Workload = workload.Name,
            Kind = kind,
            System = system,
            Precision = precision,
            TextsPerSecond = rows.Count / seconds,
            GigaflopsPerSecond = kind == "tokenize" ? null : work / seconds / 1e9,
            MegabytesPerSecond = kind == "tokenize" ? inputs.Sum(input => Encoding.UTF8.GetByteCount(input.Text)) / seconds / 1e6 : null,
            PeakMemoryMb = ChildProcess.PeakMemoryMb(),
        };
    }

    /// <summary>Tokenizes all inputs on one thread and returns the seconds of the best of five passes.</summary>
    private static double Tokenize(TextTokenizer tokenizer, IReadOnlyList<TextInput> inputs, int maxTokens)
    {
        double best = double.MaxValue;
        for (int pass = 0; pass < 5; pass++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            foreach (TextInput input in inputs)
            {
                tokenizer.Encode(input, maxTokens);
            }

            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return best;
    }
}
