namespace TransferLearning.TextClassification.Checkpoints.Hub;

/// <summary>What a revision is at the moment.</summary>
/// <param name="Commit">The commit, 40 hexadecimal digits.</param>
/// <param name="Files">The names of its files, as the hub gives them: they are compared with known names, never used as paths.</param>
internal sealed record HubListing(string Commit, IReadOnlySet<string> Files);
