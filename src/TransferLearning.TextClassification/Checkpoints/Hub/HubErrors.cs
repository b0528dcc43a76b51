using System.Globalization;
using System.Net;

namespace TransferLearning.TextClassification.Checkpoints.Hub;

/// <summary>The errors of the hub's client. They name the checkpoint, what happened, and the mend; never a token, nor the query of an address, which may hold one.</summary>
internal static class HubErrors
{
    private const int TooManyRequests = 429;

    /// <summary>What was served is not what was asked for: no later try is expected to mend it.</summary>
    internal static HubException Broken(HubName name, string problem, Exception? cause = null) => Create(name, problem, null, isTransient: false, cause);

    /// <summary>No answer, or one that ended early.</summary>
    internal static HubException Unreachable(HubName name, string problem, Exception? cause = null) => Create(name, problem, null, isTransient: true, cause);

    /// <summary>An answer that says no.</summary>
    internal static HubException FromStatus(HubName name, HubSettings settings, HttpResponseMessage response, Uri address)
    {
        int status = (int)response.StatusCode;
        string code = HubReply.Header(response, "X-Error-Code") ?? string.Empty;
        string where = WithoutQuery(address);
        string says = $"{Host(address)} answers {status.ToString(CultureInfo.InvariantCulture)}";
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized when settings.Token is null => Create(
                name, $"{says}: there is no such checkpoint, or it is private or gated. Check the name; if it is right, put an access token into the environment variable HF_TOKEN or into HubOptions.Token.", response),
            HttpStatusCode.Unauthorized => Create(
                name, $"{says}: the access token is not accepted, or there is no such checkpoint. Check the name, and HF_TOKEN or HubOptions.Token.", response),
            HttpStatusCode.Forbidden when !settings.IsOfHub(address) => Create(
                name, $"{says} for {where}: the address that the hub gave is not, or no longer, accepted. Try again: what was downloaded so far is kept.", response, isTransient: true),
            HttpStatusCode.Forbidden => Create(
                name, $"{says}: it may not be read. Ask for access at {settings.Endpoint.AbsoluteUri.TrimEnd('/')}/{name.Model}, and give a token that has it in HF_TOKEN or HubOptions.Token.", response),
            HttpStatusCode.NotFound when code == "RevisionNotFound" => Create(
                name, $"{says}: there is no revision '{name.Revision}'. Give a branch, a tag or a commit that the checkpoint has.", response),
            HttpStatusCode.NotFound => Create(
                name, $"{says} for {where}: there is no such checkpoint, revision or file. Check the name and the revision.", response),
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => Create(
                name, $"{says}: it is in trouble. Try again later; what was downloaded so far is kept.", response, isTransient: true),
            (HttpStatusCode)TooManyRequests => Create(
                name, $"{says}: too many requests{Wait(response)}. Try again later, or with an access token in HF_TOKEN; what was downloaded so far is kept.", response, isTransient: true),
            _ => Create(name, $"{says} for {where}. Check the name, the revision and the hub's address.", response),
        };
    }

    /// <summary>An address without what may be secret.</summary>
    internal static string WithoutQuery(Uri address) => address.GetLeftPart(UriPartial.Path);

    internal static string Host(Uri address) => address.IsDefaultPort ? address.Host : address.Authority;

    internal static string Bytes(long count) => count.ToString("N0", CultureInfo.InvariantCulture) + (count == 1 ? " byte" : " bytes");

    private static HubException Create(HubName name, string problem, HttpResponseMessage? response, bool isTransient = false, Exception? cause = null) => new($"{name}: {problem}", cause)
    {
        Model = name.Model,
        Revision = name.Revision,
        StatusCode = response?.StatusCode,
        IsTransient = isTransient,
        RetryAfter = response is null ? null : RetryAfter(response),
    };

    private static TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        TimeSpan? wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - DateTimeOffset.UtcNow,
            _ => null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static string Wait(HttpResponseMessage response) =>
        RetryAfter(response) is { } wait ? string.Create(CultureInfo.InvariantCulture, $", it asks to wait {Math.Ceiling(wait.TotalSeconds)} s") : string.Empty;
}
