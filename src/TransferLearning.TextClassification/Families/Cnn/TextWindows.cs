using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Families.Cnn;

/// <summary>The windows that begin at each token of a packed batch.</summary>
internal sealed class TextWindows
{
    private readonly TokenBatch batch;
    private readonly int widest;
    private readonly int[] rests; // of each token: how many tokens of its text follow, itself among them

    internal TextWindows(TokenBatch batch, int widest)
    {
        this.batch = batch;
        this.widest = widest;
        rests = new int[batch.TokenCount];
        for (int text = 0; text < batch.TextCount; text++)
        {
            for (int token = batch.Offsets[text]; token < batch.Offsets[text + 1]; token++)
            {
                rests[token] = batch.Offsets[text + 1] - token;
            }
        }
    }

    /// <summary>The vectors of each window's tokens, one behind the other; zeros behind the text's end: <c>[tokens, size]</c> to <c>[tokens, widest * size]</c>.</summary>
    internal Tensor Gather(Tensor vectors)
    {
        long size = vectors.shape[1];
        long[] rows = new long[rests.Length * widest];
        for (int token = 0; token < rests.Length; token++)
        {
            for (int i = 0; i < widest; i++)
            {
                rows[(token * widest) + i] = i < rests[token] ? token + i : rests.Length; // the row of zeros
            }
        }

        Tensor withZeros = cat([vectors, zeros(1, size, vectors.dtype, vectors.device)]);
        return withZeros.index_select(0, TensorMemory.Upload(tensor(rows), batch.Device)).view(rests.Length, widest * size);
    }

    /// <summary>1 where a window of a width lies wholly inside its text, or is the only one of a shorter text, else 0: <c>[tokens, 1]</c>.</summary>
    internal Tensor Inside(int width)
    {
        float[] inside = Array.ConvertAll(rests, rest => rest >= width ? 1f : 0f);
        for (int text = 0; text < batch.TextCount; text++)
        {
            inside[batch.Offsets[text]] = 1;
        }

        return TensorMemory.Upload(tensor(inside), batch.Device).unsqueeze(1);
    }
}
