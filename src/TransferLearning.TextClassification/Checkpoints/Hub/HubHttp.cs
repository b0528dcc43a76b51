using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace TransferLearning.TextClassification.Checkpoints.Hub;

/// <summary>Requests to the hub: redirects are followed here, so that the token goes to the hub's own address and nowhere else. Proxies are those of the system.</summary>
internal sealed class HubHttp : IDisposable
{
    private const int MostRedirects = 10;
    private static readonly string[] StatedHeaders = [HubReply.Commit, HubReply.LinkedTag, HubReply.LinkedSize];

    private readonly HubName name;
    private readonly HubSettings settings;
    private readonly HttpClient client;

    internal HubHttp(HubName name, HubSettings settings)
    {
        this.name = name;
        this.settings = settings;
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None, UseCookies = false })
        {
            Timeout = Timeout.InfiniteTimeSpan, // each answer has its own
        };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("TransferLearning.TextClassification", typeof(HubHttp).Assembly.GetName().Version?.ToString(3)));
        client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity")); // sizes and checksums are those of the file itself
    }

    /// <summary>An address on the hub.</summary>
    /// <param name="path">The path, escaped, from <c>/</c>.</param>
    internal Uri Address(string path) => new(settings.Endpoint.AbsoluteUri.TrimEnd('/') + path);

    /// <summary>Sends one request and follows its redirects.</summary>
    /// <param name="method">The method.</param>
    /// <param name="address">An address on the hub.</param>
    /// <param name="from">The first byte that is wanted; 0 wants all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>
    /// The answer, whatever its status; its content is not read yet. A request for headers alone also ends at a redirect to another host once checksum and size are known.
    /// </returns>
    /// <exception cref="HubException">No answer, or a redirect that is not followed.</exception>
    internal async Task<HubReply> SendAsync(HttpMethod method, Uri address, long from, CancellationToken cancellationToken)
    {
        Dictionary<string, string> stated = new(StringComparer.OrdinalIgnoreCase);
        for (int redirects = 0; ; redirects++)
        {
            HttpResponseMessage response = await SendOnceAsync(method, address, from, cancellationToken).ConfigureAwait(false);
            foreach (string header in StatedHeaders)
            {
                if (HubReply.Header(response, header) is { } value)
                {
                    stated.TryAdd(header, value);
                }
            }

            bool isKnown = stated.ContainsKey(HubReply.LinkedTag) && stated.ContainsKey(HubReply.LinkedSize);
            if (!IsRedirect(response.StatusCode) || (method == HttpMethod.Head && isKnown && !settings.IsOfHub(Target(address, response))))
            {
                return new(response, address, stated);
            }

            using (response)
            {
                address = Next(address, response, redirects);
            }
        }
    }

    /// <summary>Reads a text of limited length.</summary>
    /// <exception cref="HubException">It is longer, or ends early.</exception>
    internal async Task<string> ReadTextAsync(HubReply reply, int mostBytes, CancellationToken cancellationToken)
    {
        Stream content = await OpenAsync(reply, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            using MemoryStream text = new();
            byte[] buffer = new byte[1 << 14];
            for (int read; (read = await ReadAsync(content, buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                text.Write(buffer.AsSpan(0, read));
                if (text.Length > mostBytes)
                {
                    throw HubErrors.Broken(name, $"{HubErrors.WithoutQuery(reply.Address)} answers with more than {HubErrors.Bytes(mostBytes)}, which no list of files has. Check the hub's address.");
                }
            }

            return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
        }
    }

    /// <summary>Opens the content of an answer.</summary>
    /// <exception cref="HubException">The connection ended.</exception>
    internal async Task<Stream> OpenAsync(HubReply reply, CancellationToken cancellationToken)
    {
        try
        {
            return await reply.Message.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Interrupted(exception);
        }
    }

    /// <summary>Reads some of an answer's content.</summary>
    /// <returns>The bytes read; 0 at the end.</returns>
    /// <exception cref="HubException">The connection ended or fell silent.</exception>
    internal async Task<int> ReadAsync(Stream content, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(settings.Timeout);
        try
        {
            return await content.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Silent(settings.Endpoint);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Interrupted(exception);
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<HttpResponseMessage> SendOnceAsync(HttpMethod method, Uri address, long from, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, address);
        request.Headers.Range = from > 0 ? new RangeHeaderValue(from, null) : null;
        request.Headers.Authorization = settings.Token is { } token && settings.IsOfHub(address) ? new AuthenticationHeaderValue("Bearer", token) : null;
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(settings.Timeout);
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Silent(address);
        }
        catch (HttpRequestException exception)
        {
            string why = (exception.InnerException ?? exception).Message.TrimEnd('.');
            throw HubErrors.Unreachable(
                name, $"{HubErrors.Host(address)} cannot be reached ({why}). Check the connection, the proxy (HTTPS_PROXY) and HF_ENDPOINT; with HF_HUB_OFFLINE=1 only the cache is used.", exception);
        }
    }

    /// <summary>Whether a redirect is followed: to a web address, and never from <c>https</c> to <c>http</c>.</summary>
    internal static bool MayFollow(Uri address, Uri target) =>
        target.Scheme == Uri.UriSchemeHttps || (target.Scheme == Uri.UriSchemeHttp && address.Scheme == Uri.UriSchemeHttp);

    private Uri Next(Uri address, HttpResponseMessage response, int redirects)
    {
        if (redirects == MostRedirects)
        {
            throw HubErrors.Broken(name, $"{HubErrors.Host(address)} redirects more than {MostRedirects.ToString(CultureInfo.InvariantCulture)} times. Check the hub's address.");
        }

        Uri? target = Target(address, response);
        if (target is null || !MayFollow(address, target))
        {
            throw HubErrors.Broken(name, $"{HubErrors.WithoutQuery(address)} redirects to {(target is null ? "nowhere" : HubErrors.WithoutQuery(target))}, which is not followed. Check the hub's address.");
        }

        return target;
    }

    private static Uri? Target(Uri address, HttpResponseMessage response) => response.Headers.Location is { } location ? new Uri(address, location) : null;

    private static bool IsRedirect(HttpStatusCode status) => status is
        HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private HubException Silent(Uri address) => HubErrors.Unreachable(
        name, string.Create(CultureInfo.InvariantCulture, $"{HubErrors.Host(address)} said nothing for {settings.Timeout.TotalSeconds:0.##} s. Try again later, or raise HubOptions.Timeout; what was downloaded so far is kept."));

    private HubException Interrupted(Exception cause) => HubErrors.Unreachable(name, $"the connection ended in the middle of an answer ({cause.Message.TrimEnd('.')}). Try again: what was downloaded so far is kept.", cause);
}
