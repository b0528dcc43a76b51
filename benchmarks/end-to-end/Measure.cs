using TransferLearning.TextClassification.Tokenization;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>One measurement, in a child process.</summary>
internal static class Measure
{
    /// <param name="what">What to measure.</param>
    /// <param name="shared">The folder of checkpoints, data and goldens.</param>
    /// <param name="folder">Our saved classifier, for a cold start.</param>
    internal static Measurement Run(BenchmarkCase what, string shared, string? folder) => what switch
    {
        { Kind: "roofline" } => new Measurement
        {
            Workload = what.Workload, Kind = what.Kind, System = what.System, Precision = what.Precision, GigaflopsPerSecond = Roofline.Measure(what.Precision),
        },
        { Kind: "tokenize" } => TokenizerSpeed.Run(what.System, what.Workload, what.Threads ?? 1, shared),
        { Kind: "single" } => SingleText.Run(what.System, what.Precision, Workload.Find(what.Workload), shared),
        { Kind: "cold-start" } => ColdStart(what, shared, folder),
        { Kind: "memory" } => MemoryUse.Train(what.System, what.Precision, Workload.Find(what.Workload), shared),
        { Kind: "memory-predict" } => MemoryUse.Predict(what.Precision, Workload.Find(what.Workload), shared),
        _ => Multiply(what, Workload.Find(what.Workload), shared),
    };

    /// <summary>Loads and answers once; the parent takes the time.</summary>
    private static Measurement ColdStart(BenchmarkCase what, string shared, string? folder)
    {
        using Answering answering = Answering.Create(what.System, what.Precision, Workload.Find(what.Workload), shared, folder);
        answering.Answer("a warm , funny and engaging film that never quite says what it is about");
        return new Measurement { Workload = what.Workload, Kind = what.Kind, System = what.System, Precision = what.Precision, PeakMemoryMb = ChildProcess.PeakMemoryMb() };
    }

    private static Measurement Multiply(BenchmarkCase what, Workload workload, string shared)
    {
        IReadOnlyList<TextExample> rows = workload.Read(shared);
        IReadOnlyList<TextInput> inputs = [.. rows.Select(row => row.Input)];
        TextTokenizer tokenizer = MiniLm.Tokenizer(shared);
        TokenizedText[] texts = [.. inputs.Select(input => tokenizer.Encode(input, workload.MaxTokens))];
        string kind = what.Kind.Split('-')[^1];
        double work = texts.Sum(text => Roofline.Forward(text.Ids.Length)) * (kind == "train" ? 3 : 1);
        double seconds = (kind, what.System) switch
        {
            ("train", "ours") => Ours.Train(shared, rows, workload.MaxTokens, Ours.PrecisionOf(what.Precision)),
            ("train", "torchscript") => TorchScriptPeer.Train(shared, texts, [.. rows.Select((_, i) => (long)(i % 2))]),
            ("predict", "ours") => Ours.Predict(shared, tokenizer, inputs, workload.MaxTokens, Ours.PrecisionOf(what.Precision)),
            ("predict", "onnxruntime") => OnnxRuntimePeer.Predict(shared, tokenizer, inputs, workload.MaxTokens),
            _ => throw new ArgumentException($"'{what.System}' does not {kind}."),
        };
        return new Measurement
        {
            Workload = workload.Name,
            Kind = what.Kind,
            System = what.System,
            Precision = what.Precision,
            Threads = what.Threads,
            Texts = rows.Count,
            TextsPerSecond = rows.Count / seconds,
            GigaflopsPerSecond = work / seconds / 1e9,
            PeakMemoryMb = ChildProcess.PeakMemoryMb(),
        };
    }
}
