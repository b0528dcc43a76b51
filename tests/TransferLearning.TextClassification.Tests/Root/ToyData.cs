namespace TransferLearning.TextClassification.Tests.Root;

/// <summary>Sixty rows in two classes that a few words tell apart.</summary>
internal static class ToyData
{
    private static readonly string[] Refunds = ["refund", "invoice", "charged", "money", "payment"];
    private static readonly string[] Parcels = ["parcel", "courier", "delivery", "tracking", "shipment"];
    private static readonly string[] Frames = ["where is my {0} please", "the {0} is wrong again", "question about a {0}", "I want to talk about the {0}", "{0} problem since monday", "still no news of the {0}"];

    internal static TextDataset TwoClasses { get; } = TextDataset.FromExamples(
        from words in new[] { ("billing", Refunds), ("delivery", Parcels) }
        from word in words.Item2
        from frame in Frames
        select new TextExample(frame.Replace("{0}", word, StringComparison.Ordinal), words.Item1));

    internal static IReadOnlyList<TextInput> Inputs { get; } = [.. TwoClasses.Select(row => row.Input)];

    /// <summary>A very small encoder, for tests in which nothing need be learnt well.</summary>
    internal static BertEncoderOptions TinyEncoder { get; } = new() { HiddenSize = 16, Layers = 1, AttentionHeads = 2, Positions = 32 };

    /// <summary>A trainer of a very small classifier, for one epoch.</summary>
    internal static TransferClassifierTrainer TinyTrainer(int epochs = 1) => new TransferClassifierBuilder()
        .UseBertEncoder(TinyEncoder)
        .UseTraining(new() { Epochs = epochs, Device = ComputeDevice.Cpu })
        .Build();

    /// <summary>A trainer of very small classifiers on one encoder.</summary>
    internal static MultiTaskTrainer TinyTasks(IEnumerable<string> names, int epochs = 1, long seed = 42) => names
        .Aggregate(
            new TransferClassifierBuilder().UseBertEncoder(TinyEncoder).UseTraining(new() { Epochs = epochs, BatchSize = 8, Seed = seed, Device = ComputeDevice.Cpu }),
            (builder, name) => builder.AddTask(name))
        .BuildMultiTask();
}
