using TorchSharp;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>
/// One training step of an encoder with its batch in parts, each with a pass of its own on a lane: parts meet only where the texts' vectors are put together for the head,
/// and where a parameter's gradient is summed. Dropout is that of the whole batch; where sizes have no kernels, each part draws its own. Call it within a dispose scope.
/// </summary>
internal sealed class FusedParts : IDisposable
{
    /// <summary>The fewest tokens that are worth another part.</summary>
    internal const int LeastTokens = 96;

    private const double LengthOfEqualCosts = 500; // where attention takes as long as all else, about

    private readonly TokenBatch[] batches;
    private readonly FusedPass[] passes;
    private readonly BatchPart[] parts;
    private readonly List<(torch.Tensor Made, torch.Tensor Leaf)>[] seams; // of each part: where the head's backward pass ends

    private FusedParts(FusedEngine engine, TokenBatch whole, int[] cuts)
    {
        parts = [.. cuts.SkipLast(1).Select((text, number) => new BatchPart(number, text, whole.Offsets[text]))];
        batches = parts.Length == 1 ? [whole] : [.. parts.Select(part => whole.Part(part.FirstText, cuts[part.Number + 1]))];
        passes = [.. parts.Select(_ => engine.Begin(needsGradients: true))];
        seams = [.. parts.Select(_ => new List<(torch.Tensor, torch.Tensor)>())];
    }

    /// <summary>Begins a step.</summary>
    /// <param name="engine">Runs the passes.</param>
    /// <param name="encoder">The encoder; one that is not made for it has its batch in one part.</param>
    /// <param name="batch">The whole batch.</param>
    /// <param name="leastTokens">The fewest tokens that are worth another part.</param>
    internal static FusedParts Begin(FusedEngine engine, TextEncoder encoder, TokenBatch batch, int leastTokens = LeastTokens)
    {
        int count = encoder.RunsOnLanes ? Math.Clamp(Math.Min(batch.TokenCount / leastTokens, batch.TextCount), 1, Lanes.Count) : 1;
        return new(engine, batch, [.. Cuts(batch, count)]);
    }

    /// <summary>How many parts there are.</summary>
    internal int Count => parts.Length;

    /// <summary>The encoder's output for the whole batch, and the context of the first part, with which the head goes on.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="contextOf">Makes the context of a part.</param>
    /// <param name="needsTokenVectors">Whether the head reads them.</param>
    internal (EncoderOutput Output, ForwardContext Context) Forward(TextEncoder encoder, Func<FusedPass, BatchPart, ForwardContext> contextOf, bool needsTokenVectors)
    {
        EncoderOutput[] outputs = new EncoderOutput[parts.Length];
        ForwardContext[] contexts = [.. parts.Select((part, number) => contextOf(passes[number], part))];
        Run(number =>
        {
            contexts[number].NeedsTokenVectors = needsTokenVectors;
            outputs[number] = encoder.Forward(batches[number], contexts[number]);
        });
        if (parts.Length == 1)
        {
            return (outputs[0], contexts[0]);
        }

        torch.Tensor texts = torch.cat([.. outputs.Select((output, number) => Cut(output.TextVectors, number))]);
        return (!needsTokenVectors ? EncoderOutput.OfTexts(texts) : new EncoderOutput
        {
            TextVectors = texts,
            TokenVectors = torch.cat([.. outputs.Select((output, number) => Cut(output.TokenVectors, number))]),
            BlockMask = outputs[0].BlockMask is null ? null : torch.cat([.. outputs.Select(output => output.BlockMask!)]),
        }, contexts[0]);
    }

    /// <summary>Carries the gradients on; call it after the loss's backward pass.</summary>
    internal void Backward()
    {
        foreach (List<(torch.Tensor Made, torch.Tensor Leaf)> ofPart in seams)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            (torch.Tensor Made, torch.Tensor Gradient)[] reached = [.. ofPart.Where(seam => seam.Leaf.grad is not null).Select(seam => (seam.Made, seam.Leaf.grad!))];
            if (reached.Length > 0)
            {
                torch.autograd.backward([.. reached.Select(one => one.Made)], [.. reached.Select(one => one.Gradient)]);
            }
        }

        Lanes.For(parts.Length, number =>
        {
            using DisposeScope scope = torch.NewDisposeScope();
            passes[number].Backward();
        });
    }

    public void Dispose()
    {
        foreach (FusedPass pass in passes)
        {
            pass.Dispose();
        }

        if (parts.Length > 1)
        {
            foreach (TokenBatch batch in batches)
            {
                batch.Dispose();
            }
        }
    }

    /// <summary>
    /// A part's result as a leaf, from which <see cref="Backward"/> goes on part by part: automatic differentiation would sum the gradients of a pooling's parameters in an order that hangs on
    /// the threads that computed the parts.
    /// </summary>
    private torch.Tensor Cut(torch.Tensor made, int part)
    {
        if (!made.requires_grad || made.is_leaf)
        {
            return made;
        }

        torch.Tensor leaf = made.detach().requires_grad_();
        seams[part].Add((made, leaf));
        return leaf;
    }

    /// <summary>Runs all parts; their tensors come into the dispose scope of the calling thread, which waits.</summary>
    private void Run(Action<int> body)
    {
        using DisposeScope all = torch.NewDisposeScope();
        Lanes.For(parts.Length, number =>
        {
            using DisposeScope own = torch.NewDisposeScope();
            body(number);
            lock (all)
            {
                own.MoveToOther(all, own.DisposablesView);
            }
        });
        all.MoveToOuter(all.DisposablesView);
    }

    /// <summary>The first text of each of <paramref name="count"/> parts that cost the same, and the number of texts.</summary>
    private static IEnumerable<int> Cuts(TokenBatch batch, int count)
    {
        double[] costs = [.. Enumerable.Range(0, batch.TextCount).Select(text => Cost(batch.Offsets[text + 1] - batch.Offsets[text]))];
        double all = costs.Sum();
        double before = 0;
        int parts = 0;
        for (int text = 0; text < costs.Length; text++)
        {
            if (parts < count && before + (costs[text] / 2) >= all * parts / count)
            {
                parts++;
                yield return text;
            }

            before += costs[text];
        }

        yield return costs.Length;
    }

    /// <summary>Products go with the length of a text, attention with its square.</summary>
    private static double Cost(int length) => length * (1 + (length / LengthOfEqualCosts));
}
