using TransferLearning.TextClassification.Tokenization;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>What training and predicting allocate, and how large the process becomes.</summary>
internal static class MemoryUse
{
    /// <summary>Enough for what is kept from step to step to have its final size before the second half.</summary>
    private const int Steps = 12;

    private const int Predictions = 1000;

    /// <summary>One batch of the workload's texts is trained on again and again.</summary>
    internal static Measurement Train(string system, string precision, Workload workload, string shared)
    {
        List<(long Before, long After, double Peak)> notes = []; // bytes allocated in all when a step was done, and when this note was
        IReadOnlyList<TextExample> rows = workload.Read(shared);
        if (system == "ours")
        {
            Ours.Train(shared, rows, workload.MaxTokens, Ours.PrecisionOf(precision), Steps, Note);
        }
        else
        {
            TextTokenizer tokenizer = MiniLm.Tokenizer(shared);
            TokenizedText[] texts = [.. rows.Select(row => tokenizer.Encode(row.Input, workload.MaxTokens))];
            TorchScriptPeer.Train(shared, texts, [.. rows.Select((_, i) => (long)(i % 2))], Steps, Note);
        }

        double[] bytes = [.. notes.Zip(notes.Skip(1), (last, next) => (double)(next.Before - last.After))];
        return new Measurement
        {
            Workload = workload.Name,
            Kind = "memory",
            System = system,
            Precision = precision,
            BytesPerStep = bytes.TakeLast(Steps / 2).Average(),
            PeakMemoryMb = ChildProcess.PeakMemoryMb(),
            MemoryGrowthMb = notes[^1].Peak - notes[^((Steps / 2) + 1)].Peak,
        };

        void Note()
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            double peak = ChildProcess.PeakMemoryMb();
            notes.Add((before, GC.GetTotalAllocatedBytes(precise: true), peak));
        }
    }

    /// <summary>All texts of the workload in one call, again and again.</summary>
    internal static Measurement Predict(string precision, Workload workload, string shared)
    {
        using TransferClassifier classifier = MiniLm.Classifier(shared, Ours.PrecisionOf(precision), workload.MaxTokens);
        TextInput[] inputs = [.. workload.Read(shared).Select(row => row.Input)];
        int calls = Math.Max(2, Predictions / inputs.Length);
        Call();
        double peak = ChildProcess.PeakMemoryMb();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Call();
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        return new Measurement
        {
            Workload = workload.Name,
            Kind = "memory",
            System = "ours",
            Precision = precision,
            BytesPerPrediction = allocated / ((double)calls * inputs.Length),
            PeakMemoryMb = ChildProcess.PeakMemoryMb(),
            MemoryGrowthMb = ChildProcess.PeakMemoryMb() - peak,
        };

        void Call()
        {
            for (int i = 0; i < calls; i++)
            {
                classifier.PredictMany(inputs);
            }
        }
    }
}
