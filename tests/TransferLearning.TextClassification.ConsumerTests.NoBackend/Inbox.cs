using TransferLearning.TextClassification;

namespace ConsumerTests.NoBackend;

/// <summary>An application that classifies texts and knows nothing of how.</summary>
public sealed class Inbox(ITextClassifier classifier)
{
    public string Route(string message)
    {
        Prediction prediction = classifier.Predict(message);
        return prediction.Probability >= 0.5f ? prediction.Label : "a person";
    }
}
