using Microsoft.AspNetCore.Http;

namespace TransferLearning.TextClassification.Tests.Checkpoints.Hub;

/// <summary>A request that the hub of the tests had.</summary>
internal sealed class HubCall
{
    internal const string List = "list";
    internal const string Describe = "describe";
    internal const string Content = "content";
    internal const string Stored = "stored";

    /// <summary>What is wanted: the list of files, the headers of a file, a file; or a file of the second host.</summary>
    internal required string Kind { get; init; }

    /// <summary>The file; of a list the revision.</summary>
    internal required string File { get; init; }

    /// <summary>How many such requests there were, this one included.</summary>
    internal required int Number { get; init; }

    internal required HttpContext Context { get; init; }

    internal string? Authorization { get; init; }

    internal required string Host { get; init; }

    /// <summary>The first byte that is wanted.</summary>
    internal long From { get; init; }

    /// <summary>Answers with a status and nothing else.</summary>
    internal bool Answer(int status, string? header = null, string? value = null)
    {
        Context.Response.StatusCode = status;
        if (header is not null)
        {
            Context.Response.Headers[header] = value;
        }

        return true;
    }

    /// <summary>Answers with a content.</summary>
    internal async Task<bool> AnswerAsync(byte[] content)
    {
        Context.Response.ContentLength = content.Length;
        await Context.Response.Body.WriteAsync(content);
        return true;
    }
}
