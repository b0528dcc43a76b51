using System.Collections.Immutable;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>Runs layers one after the other.</summary>
internal static class LayerStack
{
    /// <summary>The last layer's output, and where the context asks for them the input and every layer's output.</summary>
    /// <param name="input">The embeddings, <c>[tokens, hidden]</c>.</param>
    /// <param name="layers">Each layer's pass.</param>
    /// <param name="context">What the pass is for.</param>
    internal static (Tensor Last, ImmutableArray<Tensor> States) Run(Tensor input, IEnumerable<Func<Tensor, Tensor>> layers, ForwardContext context)
    {
        Tensor hidden = input;
        ImmutableArray<Tensor>.Builder states = ImmutableArray.CreateBuilder<Tensor>();
        Keep();
        foreach (Func<Tensor, Tensor> layer in layers)
        {
            hidden = layer(hidden);
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
