using System.Net.Http.Headers;

namespace TransferLearning.TextClassification.Checkpoints.Hub;

/// <summary>An answer, and what the answers that led to it said of the file.</summary>
internal sealed class HubReply : IDisposable
{
    internal const string Commit = "X-Repo-Commit";
    internal const string LinkedTag = "X-Linked-ETag";
    internal const string LinkedSize = "X-Linked-Size";

    private readonly IReadOnlyDictionary<string, string> stated;

    internal HubReply(HttpResponseMessage message, Uri address, IReadOnlyDictionary<string, string> stated)
    {
        Message = message;
        Address = address;
        this.stated = stated;
    }

    internal HttpResponseMessage Message { get; }

    /// <summary>Where the answer came from, after all redirects.</summary>
    internal Uri Address { get; }

    /// <summary>One of the three headers, of the first answer that had it.</summary>
    internal string? Stated(string header) => stated.GetValueOrDefault(header);

    /// <summary>A header as it was sent, or null.</summary>
    internal static string? Header(HttpResponseMessage message, string name) =>
        message.Headers.NonValidated.TryGetValues(name, out HeaderStringValues values) ? values.ToString() : null;

    public void Dispose() => Message.Dispose();
}
