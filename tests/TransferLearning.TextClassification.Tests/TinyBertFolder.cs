namespace TransferLearning.TextClassification.Tests;

/// <summary>A checkpoint of a BERT with a few thousand weights, as a folder.</summary>
internal static class TinyBertFolder
{
    private static readonly string[] Billing = ["I was charged twice", "refund my invoice please", "the invoice is wrong", "charged too much for the order"];
    private static readonly string[] Shipping = ["where is my parcel", "the parcel is late", "the courier lost my parcel", "delivery never came"];

    /// <summary>Rows of two labels, each text once.</summary>
    internal static IEnumerable<(string Label, string Text)> Rows(int count) =>
        Enumerable.Range(0, count).Select(row => row % 2 == 0 ? ("billing", $"{Billing[row / 2 % 4]} {row}") : ("shipping", $"{Shipping[row / 2 % 4]} {row}"));

    /// <summary>Writes such rows as a tab-separated file.</summary>
    internal static string WriteRows(string path, int count)
    {
        File.WriteAllLines(path, ["label\ttext", .. Rows(count).Select(row => $"{row.Label}\t{row.Text}")]);
        return path;
    }

    internal static void Write(string folder)
    {
        TransferClassifierTrainer trainer = new TransferClassifierBuilder()
            .UseBertEncoder(new BertEncoderOptions { HiddenSize = 16, Layers = 1, AttentionHeads = 2, Positions = 64 })
            .UseTraining(new() { Epochs = 1, BatchSize = 8, Device = ComputeDevice.Cpu })
            .Build();
        TextDataset rows = TextDataset.FromExamples(Rows(16).Select(row => new TextExample(row.Text, row.Label)));
        using TransferClassifier classifier = trainer.FitAsync(rows).GetAwaiter().GetResult();
        classifier.Save(folder);
        File.Delete(Path.Combine(folder, "classifier.json"));
    }
}
