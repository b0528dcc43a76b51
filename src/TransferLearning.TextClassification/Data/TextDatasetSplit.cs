namespace TransferLearning.TextClassification;

/// <summary>A data set in two parts; <c>var (train, test) = …</c> takes it apart.</summary>
public sealed class TextDatasetSplit
{
    internal TextDatasetSplit(TextDataset train, TextDataset test)
    {
        Train = train;
        Test = test;
    }

    /// <summary>The rows to train on, in their original order.</summary>
    public TextDataset Train { get; }

    /// <summary>The rows that are held out, in their original order.</summary>
    public TextDataset Test { get; }

    /// <summary>Takes the split apart.</summary>
    /// <param name="train">The rows to train on.</param>
    /// <param name="test">The rows that are held out.</param>
    public void Deconstruct(out TextDataset train, out TextDataset test)
    {
        train = Train;
        test = Test;
    }
}
