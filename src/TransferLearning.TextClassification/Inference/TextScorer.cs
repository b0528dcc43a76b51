using TorchSharp;
using TransferLearning.TextClassification.Batching;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Runtime;
using TransferLearning.TextClassification.Tokenization;

namespace TransferLearning.TextClassification.Inference;

/// <summary>
/// Texts to scores: batches of like length, results in the order of the inputs. Holds nothing that changes, so any number of threads may use it at once
/// and get the same bits. Owns neither the model nor the tokenizer.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="maxTokens">The length at which texts are cut, special tokens included.</param>
/// <param name="computation">Where the model lies and how it computes. Not owned.</param>
internal sealed class TextScorer(ClassificationModel model, TextTokenizer tokenizer, int maxTokens, Computation computation)
{
    private const int MaxRows = 128;
    private const int MaxTokensOfBatch = 2048;
    private const int RowsOfParallelTokenization = 64;
    private const int RowsOfPortion = 8192;

    /// <summary>Each text's logits, <c>[inputs][outputs]</c>.</summary>
    internal float[][] Logits(IReadOnlyList<TextInput> inputs, CancellationToken cancellationToken) => Logits(inputs, out _, cancellationToken);

    /// <summary>Each text's logits, <c>[inputs][outputs]</c>.</summary>
    /// <param name="inputs">The texts.</param>
    /// <param name="truncatedTexts">How many of them were cut.</param>
    /// <param name="cancellationToken">Ends the call between two batches.</param>
    internal float[][] Logits(IReadOnlyList<TextInput> inputs, out int truncatedTexts, CancellationToken cancellationToken)
    {
        TokenizedText[] texts = Tokenize(inputs, cancellationToken);
        truncatedTexts = texts.Count(text => text.WasTruncated);
        return Logits(texts, cancellationToken);
    }

    /// <summary>The logits of texts that are tokenized already, <c>[texts][outputs]</c>.</summary>
    internal float[][] Logits(IReadOnlyList<TokenizedText> texts, CancellationToken cancellationToken) =>
        Run(texts, model.Forward, cancellationToken);

    /// <summary>Each text's pooled vector, <c>[inputs][hidden]</c>.</summary>
    internal float[][] Embed(IReadOnlyList<TextInput> inputs, CancellationToken cancellationToken) =>
        Run(Tokenize(inputs, cancellationToken), EmbedBatch, cancellationToken);

    /// <summary>Tokenizes and cuts texts.</summary>
    internal TokenizedText[] Tokenize(IReadOnlyList<TextInput> inputs, CancellationToken cancellationToken)
    {
        TokenizedText[] texts = new TokenizedText[inputs.Count];
        if (inputs.Count < RowsOfParallelTokenization)
        {
            for (int i = 0; i < texts.Length; i++)
            {
                texts[i] = tokenizer.Encode(inputs[i], maxTokens);
            }
        }
        else
        {
            Parallel.For(0, texts.Length, new ParallelOptions { CancellationToken = cancellationToken }, i => texts[i] = tokenizer.Encode(inputs[i], maxTokens));
        }

        return texts;
    }

    /// <summary>Tokenizes and cuts many texts that stay.</summary>
    /// <exception cref="TextDataException">They have more tokens than can be held.</exception>
    internal TokenizedTexts TokenizeToKeep(IReadOnlyList<TextInput> inputs, CancellationToken cancellationToken) =>
        TokenizedTexts.Pack(inputs.Chunk(RowsOfPortion).SelectMany(portion => Tokenize(portion, cancellationToken)), tokenizer.VocabularySize);

    private torch.Tensor EmbedBatch(TokenBatch batch, ForwardContext context)
    {
        context.NeedsTokenVectors = false;
        return model.Encoder.Forward(batch, context).TextVectors;
    }

    private float[][] Run(IReadOnlyList<TokenizedText> texts, Func<TokenBatch, ForwardContext, torch.Tensor> forward, CancellationToken cancellationToken)
    {
        float[][] results = new float[texts.Count][];
        int[][] batches = [.. BatchSampler.SortedByLength([.. texts.Select(text => text.Ids.Length)], MaxRows, MaxTokensOfBatch)];
        if (computation.Engine is not null && model.Encoder.RunsOnLanes)
        {
            Lanes.For(batches.Length, number => Score(batches[^(number + 1)]));
        }
        else
        {
            Array.ForEach(batches, Score);
        }

        return results;

        void Score(int[] rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using IDisposable noGradients = torch.no_grad();
            using TokenBatch batch = TokenBatch.Create(Array.ConvertAll(rows, row => texts[row]), computation.Device);
            float[] values = Run(forward, batch);
            int width = values.Length / rows.Length;
            for (int i = 0; i < rows.Length; i++)
            {
                results[rows[batch.SourceIndexes[i]]] = values[(i * width)..((i + 1) * width)];
            }
        }
    }

    /// <summary>Scores a batch: [texts, outputs], row after row.</summary>
    private float[] Run(Func<TokenBatch, ForwardContext, torch.Tensor> forward, TokenBatch batch)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using FusedPass? pass = computation.Engine?.Begin(needsGradients: false);
        return TensorMemory.ToArray(forward(batch, computation.Inference(pass)));
    }
}
