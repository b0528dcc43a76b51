namespace TransferLearning.TextClassification.Persistence;

/// <summary>Turns matrices that lie row by row.</summary>
internal static class TransposedMatrix
{
    /// <summary>The transposed matrix.</summary>
    /// <param name="values">The elements.</param>
    /// <param name="rows">How many rows they are.</param>
    internal static float[] Of(ReadOnlySpan<float> values, int rows)
    {
        float[] turned = new float[values.Length];
        int columns = values.Length / rows;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                turned[(column * rows) + row] = values[(row * columns) + column];
            }
        }

        return turned;
    }
}
