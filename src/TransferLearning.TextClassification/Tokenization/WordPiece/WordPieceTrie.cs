using System.Numerics;

namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>A trie over UTF-16 units whose edges lie in one open-addressing table.</summary>
internal sealed class WordPieceTrie
{
    /// <summary>The node that no unit has been read at.</summary>
    internal const int Root = 0;

    private readonly List<int> idOfNode = [-1];
    private ulong[] keys = new ulong[1024];
    private int[] children = new int[1024];
    private int edgeCount;

    /// <summary>Adds a piece; an empty one is ignored, for it can never be read.</summary>
    internal void Add(ReadOnlySpan<char> piece, int id)
    {
        if (piece.IsEmpty)
        {
            return;
        }

        int node = Root;
        foreach (char unit in piece)
        {
            int child = Child(node, unit);
            if (child < 0)
            {
                child = idOfNode.Count;
                idOfNode.Add(-1);
                AddEdge(node, unit, child);
            }

            node = child;
        }

        idOfNode[node] = id;
    }

    /// <summary>The longest piece that <paramref name="text"/> begins with: its id and length, or -1 and 0.</summary>
    internal int LongestPrefix(ReadOnlySpan<char> text, out int length)
    {
        int node = Root;
        int id = -1;
        length = 0;
        for (int index = 0; index < text.Length; index++)
        {
            node = Child(node, text[index]);
            if (node < 0)
            {
                break;
            }

            int found = idOfNode[node];
            if (found >= 0)
            {
                id = found;
                length = index + 1;
            }
        }

        return id;
    }

    private int Child(int node, char unit)
    {
        ulong key = Key(node, unit);
        int mask = keys.Length - 1;
        for (int slot = Slot(key, mask); ; slot = (slot + 1) & mask)
        {
            ulong found = keys[slot];
            if (found == key)
            {
                return children[slot];
            }

            if (found == 0)
            {
                return -1;
            }
        }
    }

    private void AddEdge(int node, char unit, int child)
    {
        if (2 * ++edgeCount > keys.Length)
        {
            ulong[] oldKeys = keys;
            int[] oldChildren = children;
            keys = new ulong[2 * oldKeys.Length];
            children = new int[2 * oldKeys.Length];
            for (int slot = 0; slot < oldKeys.Length; slot++)
            {
                if (oldKeys[slot] != 0)
                {
                    Put(oldKeys[slot], oldChildren[slot]);
                }
            }
        }

        Put(Key(node, unit), child);
    }

    private void Put(ulong key, int child)
    {
        int mask = keys.Length - 1;
        int slot = Slot(key, mask);
        while (keys[slot] != 0)
        {
            slot = (slot + 1) & mask;
        }

        keys[slot] = key;
        children[slot] = child;
    }

    private static ulong Key(int node, char unit) => (((ulong)(uint)node + 1) << 16) | unit; // never 0

    private static int Slot(ulong key, int mask) => (int)((key * 0x9E3779B97F4A7C15) >> (64 - BitOperations.PopCount((uint)mask)));
}
