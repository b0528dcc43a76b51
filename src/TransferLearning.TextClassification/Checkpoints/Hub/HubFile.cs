namespace TransferLearning.TextClassification.Checkpoints.Hub;

/// <summary>A file of a commit, as the hub describes it.</summary>
/// <param name="Name">Its path in the checkpoint, with <c>/</c>.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Checksum">The name of its content in the cache: a SHA-256 (64 digits) or git's SHA-1 (40 digits), lower-case hexadecimal.</param>
internal sealed record HubFile(string Name, long Size, string Checksum);
