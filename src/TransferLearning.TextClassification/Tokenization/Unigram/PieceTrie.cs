namespace TransferLearning.TextClassification.Tokenization.Unigram;

/// <summary>A double-array trie over UTF-8: each step is one look-up. Immutable.</summary>
internal sealed class PieceTrie
{
    /// <summary>The node that no byte has been read at.</summary>
    internal const int Root = 0;

    private const int Labels = 256;

    private readonly List<byte[]> keys;
    private readonly List<int> values;
    private int[] bases = new int[2 * Labels];
    private int[] parents = new int[2 * Labels]; // one more than the parent; 0 where a place is free
    private int[] valueOfNode = new int[2 * Labels];
    private int firstFree = 1;

    /// <param name="pieces">Keys, none of them empty or there twice, with values that are not negative.</param>
    internal PieceTrie(IEnumerable<(byte[] Key, int Value)> pieces)
    {
        (byte[] Key, int Value)[] sorted = [.. pieces];
        Array.Sort(sorted, (left, right) => left.Key.AsSpan().SequenceCompareTo(right.Key));
        keys = [.. sorted.Select(piece => piece.Key)];
        values = [.. sorted.Select(piece => piece.Value)];
        Array.Fill(valueOfNode, -1);
        parents[Root] = 1;
        Build();
        keys = [];
        values = [];
    }

    /// <summary>The node that a byte leads to, or -1.</summary>
    internal int Next(int node, byte label)
    {
        int child = bases[node] + label;
        return (uint)child < (uint)parents.Length && parents[child] == node + 1 ? child : -1;
    }

    /// <summary>The value of the key that ends at a node, or -1.</summary>
    internal int ValueAt(int node) => valueOfNode[node];

    /// <summary>The value of a key, or -1.</summary>
    internal int Find(ReadOnlySpan<byte> key)
    {
        int node = Root;
        foreach (byte label in key)
        {
            node = Next(node, label);
            if (node < 0)
            {
                return -1;
            }
        }

        return ValueAt(node);
    }

    private void Build()
    {
        Stack<(int Node, int Depth, int From, int To)> open = new([(Root, 0, 0, keys.Count)]);
        List<(byte Label, int From, int To)> children = [];
        while (open.TryPop(out (int Node, int Depth, int From, int To) range))
        {
            int from = range.From;
            if (from < range.To && keys[from].Length == range.Depth)
            {
                valueOfNode[range.Node] = values[from++];
            }

            children.Clear();
            while (from < range.To)
            {
                byte label = keys[from][range.Depth];
                int to = from + 1;
                while (to < range.To && keys[to][range.Depth] == label)
                {
                    to++;
                }

                children.Add((label, from, to));
                from = to;
            }

            if (children.Count == 0)
            {
                bases[range.Node] = parents.Length; // leads nowhere
                continue;
            }

            int origin = FindBase(children);
            bases[range.Node] = origin;
            foreach ((byte label, int childFrom, int childTo) in children)
            {
                parents[origin + label] = range.Node + 1;
                open.Push((origin + label, range.Depth + 1, childFrom, childTo));
            }
        }
    }

    private int FindBase(List<(byte Label, int From, int To)> children)
    {
        int tried = 0;
        int start = Math.Max(firstFree, children[0].Label + 1);
        for (int place = start; ; place++)
        {
            Grow(place + Labels);
            if (parents[place] != 0)
            {
                continue;
            }

            if (tried == 0 && start == firstFree)
            {
                firstFree = place;
            }

            int origin = place - children[0].Label;
            if (IsFree(children, origin))
            {
                return origin;
            }

            // Where a stretch is nearly full, later searches begin behind it.
            if (++tried >= 64)
            {
                firstFree = place;
                tried = 0;
            }
        }
    }

    private bool IsFree(List<(byte Label, int From, int To)> children, int origin)
    {
        foreach ((byte label, _, _) in children)
        {
            if (parents[origin + label] != 0)
            {
                return false;
            }
        }

        return true;
    }

    private void Grow(int size)
    {
        if (size < parents.Length)
        {
            return;
        }

        int before = parents.Length;
        Array.Resize(ref bases, 2 * size);
        Array.Resize(ref parents, 2 * size);
        Array.Resize(ref valueOfNode, 2 * size);
        valueOfNode.AsSpan(before).Fill(-1);
    }
}
