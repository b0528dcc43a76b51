using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>
/// A matrix in the memory of a pass. Its rows are filled up to a round number: libraries prepare their products for each shape anew, and the number of tokens
/// differs from batch to batch. The rows that fill up must be zeros (or, of an activation, numbers) where the matrix enters a product over rows.
/// </summary>
internal sealed unsafe class FusedMatrix<T>
    where T : unmanaged
{
    private readonly FusedArena.Stretch memory;
    private Tensor? tensor;

    internal FusedMatrix(FusedArena arena, int rows, int columns)
    {
        Rows = rows;
        Columns = columns;
        PaddedRows = Pad(rows);
        memory = arena.Take((long)PaddedRows * columns);
        Pointer = (T*)memory.Address;
    }

    internal T* Pointer { get; }

    internal int Rows { get; }

    internal int PaddedRows { get; }

    internal int Columns { get; }

    /// <summary>Where a row begins.</summary>
    internal T* Row(int row) => Pointer + ((long)row * Columns);

    /// <summary>A row.</summary>
    internal Span<T> RowSpan(int row) => new(Row(row), Columns);

    /// <summary>All rows, [padded rows, columns].</summary>
    internal Tensor Padded => tensor ??= memory.AsTensor(PaddedRows, Columns);

    /// <summary>The elements of the real rows.</summary>
    internal Span<T> Span => new(Pointer, Rows * Columns);

    /// <summary>A new tensor over the real rows, [rows, columns].</summary>
    internal Tensor NewTensor() => memory.AsTensor(Rows, Columns);

    /// <summary>Sets the rows that fill up to zero.</summary>
    internal FusedMatrix<T> ClearPadding()
    {
        new Span<T>(Pointer + ((long)Rows * Columns), (PaddedRows - Rows) * Columns).Clear();
        return this;
    }

    private static int Pad(int rows)
    {
        int round = rows >= 512 ? 64 : rows >= 64 ? 16 : 4; // a single text should not pay for rows that it does not have
        return (rows + round - 1) / round * round;
    }
}
