namespace TransferLearning.TextClassification.Runtime;

/// <summary>The order in which items that run at once change what they share: each item's n-th change comes after the n-th of the item before it.</summary>
internal sealed class LaneTurns
{
    private readonly long[] made; // changes of each item
    private readonly int item;

    /// <param name="items">How many there are.</param>
    internal LaneTurns(int items)
        : this(new long[items], 0)
    {
    }

    private LaneTurns(long[] made, int item)
    {
        this.made = made;
        this.item = item;
    }

    /// <summary>The turns of one item.</summary>
    internal LaneTurns Of(int number) => new(made, number);

    /// <summary>Waits for the item's turn, and makes a change.</summary>
    internal void Run(Action change)
    {
        long number = made[item];
        if (item > 0)
        {
            SpinWait wait = default;
            while (Volatile.Read(ref made[item - 1]) <= number)
            {
                wait.SpinOnce(sleep1Threshold: -1); // never for a millisecond: the other is at work
            }
        }

        change();
        Volatile.Write(ref made[item], number + 1);
    }

    /// <summary>Says that the item makes no more changes, so that no other waits for it.</summary>
    internal void End() => Volatile.Write(ref made[item], long.MaxValue);
}
