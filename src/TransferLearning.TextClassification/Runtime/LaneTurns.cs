namespace TransferLearning.TextClassification.Runtime;

/// <summary>
/// The order in which items that run at once change what they share: each item's n-th change comes after the n-th of the item before it, and a thing that is changed several times (the gradient of
/// weights that several layers share) is changed by all items before the first of them changes it again.
/// </summary>
internal sealed class LaneTurns
{
    [ThreadStatic]
    private static Dictionary<object, long>? usedBefore;

    private readonly long[] made; // changes of each item
    private readonly int item;
    private readonly Dictionary<object, long>? before; // the first item's last change of each thing

    /// <param name="items">How many there are.</param>
    internal LaneTurns(int items)
        : this(new long[items], 0)
    {
    }

    private LaneTurns(long[] made, int item)
    {
        this.made = made;
        this.item = item;
        if (item == 0)
        {
            before = usedBefore ??= new(ReferenceEqualityComparer.Instance);
            before.Clear();
        }
    }

    /// <summary>The turns of one item.</summary>
    internal LaneTurns Of(int number) => new(made, number);

    /// <summary>Waits for the item's turn, and makes a change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="changed">What is changed, where it may be several times; all items must run at once then. Null: once.</param>
    internal void Run(Action change, object? changed)
    {
        long number = made[item];
        if (item > 0)
        {
            WaitFor(item - 1, number);
        }
        else if (changed is not null)
        {
            if (before!.TryGetValue(changed, out long earlier))
            {
                WaitFor(made.Length - 1, earlier);
            }

            before[changed] = number;
        }

        change();
        Volatile.Write(ref made[item], number + 1);
    }

    private void WaitFor(int other, long number)
    {
        SpinWait wait = default;
        while (Volatile.Read(ref made[other]) <= number)
        {
            wait.SpinOnce(sleep1Threshold: -1); // never for a millisecond: the other is at work
        }
    }

    /// <summary>Says that the item makes no more changes, so that no other waits for it.</summary>
    internal void End() => Volatile.Write(ref made[item], long.MaxValue);
}
