using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Families.Rnn;

/// <summary>
/// Between a packed batch and its time steps: at step s, direction 0 reads each text's token s from the beginning, direction 1 from the end. Texts that have ended
/// go on with whatever, which nobody looks at.
/// </summary>
internal sealed class TimeSteps
{
    private readonly Tensor toSteps; // [steps * directions * texts]: rows of [tokens * directions]
    private readonly Tensor fromSteps; // [tokens * directions]: rows of [steps * directions * texts]

    internal TimeSteps(TokenBatch batch, int directions)
    {
        Directions = directions;
        Count = batch.MaxLength;
        Texts = batch.TextCount;
        long[] to = new long[Count * directions * Texts];
        long[] from = new long[batch.TokenCount * directions];
        long[] textOfToken = new long[batch.TokenCount];
        for (int text = 0; text < Texts; text++)
        {
            for (int token = batch.Offsets[text]; token < batch.Offsets[text + 1]; token++)
            {
                textOfToken[token] = text;
                for (int direction = 0; direction < directions; direction++)
                {
                    int step = direction == 0 ? token - batch.Offsets[text] : batch.Offsets[text + 1] - 1 - token;
                    int row = (((step * directions) + direction) * Texts) + text;
                    from[(token * directions) + direction] = row;
                    to[row] = (token * directions) + direction;
                }
            }
        }

        toSteps = TensorMemory.Upload(tensor(to), batch.Device);
        fromSteps = TensorMemory.Upload(tensor(from), batch.Device);
        TextOfToken = TensorMemory.Upload(tensor(textOfToken), batch.Device);
    }

    internal int Directions { get; }

    /// <summary>The number of steps: the tokens of the longest text.</summary>
    internal int Count { get; }

    internal int Texts { get; }

    /// <summary>The place of each token's text in the batch, int64 <c>[tokens]</c>.</summary>
    internal Tensor TextOfToken { get; }

    /// <summary>From tokens <c>[tokens, directions * size]</c> to a tensor a step, each <c>[directions, texts, size]</c>.</summary>
    internal Tensor[] Split(Tensor tokens)
    {
        long size = tokens.shape[1] / Directions;
        return tokens.view(-1, size).index_select(0, toSteps).view(Count, Directions, Texts, size).unbind(0);
    }

    /// <summary>From a tensor a step, each <c>[directions, texts, size]</c>, to tokens <c>[tokens, directions * size]</c>.</summary>
    internal Tensor Join(Tensor[] steps)
    {
        long size = steps[0].shape[2];
        return stack(steps).view(-1, size).index_select(0, fromSteps).view(-1, Directions * size);
    }
}
