using TransferLearning.TextClassification.Encoders.Kernels;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>The engine for one kind of numbers.</summary>
/// <param name="recomputes">Whether a layer keeps only its output for the backward pass.</param>
internal sealed class FusedEngine<T, TElement>(bool recomputes) : FusedEngine
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    private static readonly int MostFree = 2 * Environment.ProcessorCount;

    private readonly Dictionary<object, LayerWeights<T, TElement>> weights = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<FusedMemory> free = []; // at most MostFree, however many passes there once were at a time
    private bool areOld;

    internal override FusedPass Begin(bool needsGradients)
    {
        lock (weights)
        {
            if (areOld)
            {
                FusedLinear<T, TElement>[] products = [.. weights.Values.SelectMany(layer => layer.Products)];
                WorkerThreads.For(products.Length, product => products[product].Refresh());
                areOld = false;
            }
        }

        FusedMemory? memory;
        lock (free)
        {
            free.TryPop(out memory);
        }

        memory ??= new FusedMemory(typeof(T) == typeof(float));
        memory.Reset();
        return new FusedPass<T, TElement>(this, memory, needsGradients, recomputes);
    }

    internal void TakeBack(FusedMemory memory)
    {
        lock (free)
        {
            if (free.Count < MostFree)
            {
                free.Push(memory);
                return;
            }
        }

        memory.Dispose();
    }

    internal override void WeightsChanged()
    {
        lock (weights)
        {
            areOld = true;
        }
    }

    /// <summary>The products of a layer, made when they are first asked for.</summary>
    internal LayerWeights<T, TElement> WeightsOf(object layer, Func<LayerWeights<T, TElement>> create)
    {
        lock (weights)
        {
            if (!weights.TryGetValue(layer, out LayerWeights<T, TElement>? found))
            {
                found = create();
                weights.Add(layer, found);
            }

            return found;
        }
    }

    public override void Dispose()
    {
        lock (weights)
        {
            foreach (LayerWeights<T, TElement> layer in weights.Values)
            {
                layer.Dispose();
            }

            weights.Clear();
        }

        lock (free)
        {
            while (free.TryPop(out FusedMemory? memory))
            {
                memory.Dispose();
            }
        }
    }
}
