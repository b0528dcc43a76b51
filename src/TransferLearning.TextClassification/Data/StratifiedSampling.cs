namespace TransferLearning.TextClassification.Data;

/// <summary>Chooses held-out rows so that every class keeps its share within one row.</summary>
internal static class StratifiedSampling
{
    /// <summary>For every row, whether it is held out.</summary>
    internal static bool[] Split(TextDataset data, double testFraction, int seed)
    {
        SplitMix64 random = new((ulong)seed);
        List<int[]> strata = Strata(data, ref random);

        // Each stratum gives its share rounded down; the rows still missing come from the strata that lost most by that.
        int wanted = Math.Max((int)Math.Round(data.Count * testFraction, MidpointRounding.AwayFromZero), 1);
        int[] taken = [.. strata.Select(stratum => (int)(stratum.Length * testFraction))];
        int missing = wanted - taken.Sum();
        int[] byRemainder = [.. Enumerable.Range(0, strata.Count).OrderByDescending(i => (strata[i].Length * testFraction) - taken[i])];
        foreach (int stratum in byRemainder.Take(Math.Max(missing, 0)))
        {
            taken[stratum]++;
        }

        bool[] heldOut = new bool[data.Count];
        for (int stratum = 0; stratum < strata.Count; stratum++)
        {
            foreach (int row in strata[stratum].AsSpan(0, taken[stratum]))
            {
                heldOut[row] = true;
            }
        }

        KeepEveryLabelInTraining(data, heldOut);
        return heldOut;
    }

    /// <summary>For every fold and row, whether the row is held out.</summary>
    internal static IEnumerable<bool[]> Folds(TextDataset data, int folds, int seed)
    {
        SplitMix64 random = new((ulong)seed);
        int[] foldOf = new int[data.Count];
        int next = 0;
        foreach (int row in Strata(data, ref random).SelectMany(stratum => stratum))
        {
            foldOf[row] = next++ % folds;
        }

        for (int fold = 0; fold < folds; fold++)
        {
            bool[] heldOut = [.. foldOf.Select(other => other == fold)];
            KeepEveryLabelInTraining(data, heldOut);
            yield return heldOut;
        }
    }

    /// <summary>The rows of each class (each set of labels), shuffled, the classes in shuffled order too.</summary>
    private static List<int[]> Strata(TextDataset data, ref SplitMix64 random)
    {
        List<int[]> strata = [.. Enumerable.Range(0, data.Count)
            .GroupBy(row => Key(data[row].Target), StringComparer.Ordinal)
            .OrderBy(stratum => stratum.Key, StringComparer.Ordinal)
            .Select(stratum => stratum.ToArray())];
        foreach (int[] stratum in strata)
        {
            random.Shuffle<int>(stratum);
        }

        int[][] shuffled = [.. strata];
        random.Shuffle<int[]>(shuffled);
        return [.. shuffled];
    }

    private static string Key(TextTarget? target) => target switch
    {
        null or { Number: not null } => string.Empty,
        { Labels: [var label] } => label,
        _ => string.Join('\n', target.Labels.Order(StringComparer.Ordinal)),
    };

    private static void KeepEveryLabelInTraining(TextDataset data, bool[] heldOut)
    {
        HashSet<string> trained = new(StringComparer.Ordinal);
        for (int row = 0; row < data.Count; row++)
        {
            if (!heldOut[row] && data[row].Target is { } target)
            {
                trained.UnionWith(target.Labels);
            }
        }

        for (int row = 0; row < data.Count; row++)
        {
            if (heldOut[row] && data[row].Target is { } target && target.Labels.Any(label => !trained.Contains(label)))
            {
                heldOut[row] = false;
                trained.UnionWith(target.Labels);
            }
        }
    }
}
