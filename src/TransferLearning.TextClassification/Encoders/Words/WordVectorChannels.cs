namespace TransferLearning.TextClassification;

/// <summary>What becomes of word vectors in training.</summary>
public enum WordVectorChannels
{
    /// <summary>They are trained further.</summary>
    Tuned,

    /// <summary>They stay as they are.</summary>
    Static,

    /// <summary>Both: a word is its fixed vector beside one that begins as the same and is trained (Kim 2014, "multichannel").</summary>
    Both,
}
