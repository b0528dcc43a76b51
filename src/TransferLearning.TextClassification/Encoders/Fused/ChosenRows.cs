namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>The rows of some tokens out of those of all.</summary>
internal static class ChosenRows
{
    /// <summary>Copies the rows of the tokens, one behind the other, and clears what fills them up.</summary>
    internal static FusedMatrix<TNumber> Gather<TNumber>(FusedMatrix<TNumber> all, ReadOnlySpan<int> tokens, FusedMatrix<TNumber> chosen)
        where TNumber : unmanaged
    {
        for (int i = 0; i < tokens.Length; i++)
        {
            all.RowSpan(tokens[i]).CopyTo(chosen.RowSpan(i));
        }

        return chosen.ClearPadding();
    }

    /// <summary>Copies the rows to those of the tokens; the rows of others become 0.</summary>
    internal static unsafe FusedMatrix<float> Scatter(float* chosen, ReadOnlySpan<int> tokens, FusedMatrix<float> all)
    {
        all.Span.Clear();
        for (int i = 0; i < tokens.Length; i++)
        {
            new ReadOnlySpan<float>(chosen + ((long)i * all.Columns), all.Columns).CopyTo(all.RowSpan(tokens[i]));
        }

        return all;
    }
}
