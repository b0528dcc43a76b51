using System.Collections.Immutable;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>Runs layers one after the other.</summary>
internal static class LayerStack
{
    /// <summary>One layer's pass.</summary>
    /// <param name="number">The layer's number, from 0.</param>
    /// <param name="hidden">Its input, <c>[tokens, hidden]</c>.</param>
    /// <param name="chosen">The one token of each text whose vector is wanted, int64 <c>[texts]</c>; null: all are.</param>
    /// <returns><c>[tokens, hidden]</c>, or <c>[texts, hidden]</c> of the chosen tokens.</returns>
    internal delegate Tensor Layer(int number, Tensor hidden, Tensor? chosen);

    /// <summary>The last layer's output, and where the context asks for them the input and every layer's output.</summary>
    /// <param name="input">The embeddings, <c>[tokens, hidden]</c>.</param>
    /// <param name="count">How many layers there are.</param>
    /// <param name="layer">A layer's pass.</param>
    /// <param name="chosen">The tokens of which the last layer's vectors are wanted; null: all are. They see all tokens, so only the last layer may leave the others out.</param>
    /// <param name="context">What the pass is for.</param>
    internal static (Tensor Last, ImmutableArray<Tensor> States) Run(Tensor input, int count, Layer layer, Tensor? chosen, ForwardContext context)
    {
        Tensor hidden = input;
        ImmutableArray<Tensor>.Builder states = ImmutableArray.CreateBuilder<Tensor>();
        Keep();
        for (int i = 0; i < count; i++)
        {
            hidden = layer(i, hidden, i == count - 1 ? chosen : null);
            Keep();
        }

        return (hidden, states.ToImmutable());

        void Keep()
        {
            if (context.KeepHiddenStates)
            {
                states.Add(hidden);
            }
        }
    }
}
