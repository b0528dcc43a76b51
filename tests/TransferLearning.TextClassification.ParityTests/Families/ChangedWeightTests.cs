using TorchSharp.Modules;
using Xunit;
using Xunit.Sdk;

namespace TransferLearning.TextClassification.ParityTests.Families;

/// <summary>The comparisons with the reference can fail: one changed weight, whichever, is noticed.</summary>
public sealed class ChangedWeightTests
{
    private const float Change = 0.05f;

    public static TheoryData<string, Computing> Classifiers =>
        [.. FamilyGoldenTests.Classifiers.Where(row => row.Data.Item2 != Computing.ByKernelsInParts)]; // of which prediction knows nothing

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void A_changed_weight_of_any_parameter_fails_the_comparison(string name, Computing computing)
    {
        using GoldenClassifier classifier = GoldenClassifier.Open(name, computing);
        Dictionary<string, float[]> gradients = classifier.Gradients();
        foreach ((string parameterName, Parameter parameter) in classifier.Model.NamedParameters())
        {
            if (parameterName.EndsWith("attention.key.bias", StringComparison.Ordinal) && name != "deberta-v2-sequence-classification")
            {
                continue; // a softmax does not depend on it
            }

            int weight = IndexOfLargest(gradients[parameterName]);
            float before = Set(classifier, parameter, weight, value => value + Change);
            Assert.ThrowsAny<XunitException>(classifier.AssertPredictedLogits);
            _ = Set(classifier, parameter, weight, _ => before);
        }

        classifier.AssertPredictedLogits();
    }

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void A_changed_weight_of_the_embeddings_fails_every_comparison(string name, Computing computing)
    {
        using GoldenClassifier classifier = GoldenClassifier.Open(name, computing);
        (string parameterName, Parameter parameter) = classifier.Model.NamedParameters().First();

        _ = Set(classifier, parameter, IndexOfLargest(classifier.Gradients()[parameterName]), value => value + Change);

        Assert.ThrowsAny<XunitException>(classifier.AssertHiddenStates);
        Assert.ThrowsAny<XunitException>(classifier.AssertPredictedLogits);
        Assert.ThrowsAny<XunitException>(classifier.AssertLoss);
        Assert.ThrowsAny<XunitException>(classifier.AssertGradients);
        Assert.ThrowsAny<XunitException>(classifier.AssertThreeSteps);
    }

    /// <summary>Changes one weight and returns what it was.</summary>
    private static float Set(GoldenClassifier classifier, Parameter parameter, int weight, Func<float, float> value)
    {
        Span<float> weights = TensorMemory.Floats(parameter);
        float before = weights[weight];
        weights[weight] = value(before);
        classifier.WeightsChanged();
        return before;
    }

    private static int IndexOfLargest(float[] values) => Array.IndexOf(values, values.MaxBy(Math.Abs));
}
