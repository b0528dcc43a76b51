namespace TransferLearning.TextClassification;

/// <summary>The cell of a recurrent network.</summary>
public enum RnnCell
{
    /// <summary>Long short-term memory (Hochreiter and Schmidhuber 1997).</summary>
    Lstm,

    /// <summary>The gated recurrent unit (Cho et al. 2014), in the form whose reset gate acts behind the matrix product.</summary>
    Gru,
}
