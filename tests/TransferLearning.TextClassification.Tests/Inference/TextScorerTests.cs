using TorchSharp;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Inference;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Inference;

public sealed class TextScorerTests : IDisposable
{
    private readonly Computation computation;

    public TextScorerTests()
    {
        NativeBackend.EnsureLoaded();
        computation = Computation.Create(torch.CPU, Precision.Float32);
    }

    public void Dispose() => computation.Dispose();

    private static readonly CancellationToken NoStop = TestContext.Current.CancellationToken;

    private static List<TextInput> Inputs(int count) => [.. TinyModels.Rows(count).Select(row => row.Input)];

    [Fact]
    public void Scores_come_in_the_order_of_the_inputs()
    {
        using ClassificationModel model = TinyModels.Bert(outputs: 3);
        TextScorer scorer = new(model, TinyModels.Tokenizer, 64, computation);
        List<TextInput> inputs = Inputs(100);

        float[][] together = scorer.Logits(inputs, NoStop);

        for (int i = 0; i < inputs.Count; i++)
        {
            Assert.Equal(scorer.Logits([inputs[i]], NoStop)[0], together[i], (a, b) => Math.Abs(a - b) <= 1e-5);
        }
    }

    [Fact]
    public void Many_threads_get_the_same_bits()
    {
        using ClassificationModel model = TinyModels.Bert();
        TextScorer scorer = new(model, TinyModels.Tokenizer, 64, computation);
        List<TextInput>[] inputs = [.. Enumerable.Range(1, 8).Select(i => Inputs(20 * i))];
        float[][][] alone = [.. inputs.Select(list => scorer.Logits(list, NoStop))];
        float[][][] vectors = [.. inputs.Select(list => scorer.Embed(list, NoStop))];
        List<Exception> failures = [];
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(i => new Thread(() =>
        {
            try
            {
                for (int round = 0; round < 10; round++)
                {
                    Assert.Equal(alone[i], scorer.Logits(inputs[i], NoStop));
                    Assert.Equal(vectors[i], scorer.Embed(inputs[i], NoStop));
                }
            }
            catch (Exception exception)
            {
                lock (failures)
                {
                    failures.Add(exception);
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Empty(failures);
    }

    [Fact]
    public void Cut_texts_are_counted_and_no_tensor_is_left()
    {
        using ClassificationModel model = TinyModels.Bert();
        TextScorer scorer = new(model, TinyModels.Tokenizer, 3, computation);
        using DisposeScope scope = torch.NewDisposeScope();

        float[][] logits = scorer.Logits(["1 2", "1 2 3 4", "1 2 3", "4 3 2 1 1"], out int truncated, NoStop);

        Assert.Equal((4, 2), (logits.Length, truncated));
        Assert.Equal(0, scope.DisposablesCount);
        Assert.Empty(scorer.Logits(Array.Empty<TextInput>(), NoStop));
    }

    [Fact]
    public void A_cancelled_call_ends()
    {
        using ClassificationModel model = TinyModels.Bert();
        TextScorer scorer = new(model, TinyModels.Tokenizer, 64, computation);

        Assert.ThrowsAny<OperationCanceledException>(() => scorer.Logits(["1 2"], new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Logits_become_probabilities()
    {
        Assert.Equal([0.25f, 0.75f], Probabilities.FromLogits([1000, 1000 + MathF.Log(3)], TextTask.SingleLabel), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal([0.5f, 1f, 0f], Probabilities.FromLogits([0, 200, -200], TextTask.MultiLabel));
        Assert.Equal([-3.5f], Probabilities.FromLogits([-3.5f], TextTask.Regression));
    }
}
