using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TransferLearning.TextClassification.Tests.Checkpoints.Hub;

/// <summary>A model hub on 127.0.0.1 with one checkpoint, and on another port the host that its large files lie on.</summary>
internal sealed class HubServer : IAsyncDisposable
{
    internal const string Model = "acme/tiny-bert";
    internal const string Secret = "Signature=secret";

    private readonly WebApplication app;
    private readonly ConcurrentQueue<HubCall> calls = [];

    private HubServer(WebApplication app) => this.app = app;

    /// <summary>The hub's address.</summary>
    internal string Address => app.Urls.First();

    /// <summary>The address of the host of large files.</summary>
    internal string StorageAddress => app.Urls.Last();

    internal ConcurrentDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>What the revision is.</summary>
    internal string Commit { get; set; } = "0123456789abcdef0123456789abcdef01234567";

    /// <summary>Answers in the server's place; true where it did.</summary>
    internal Func<HubCall, Task<bool>>? Fault { get; set; }

    internal IReadOnlyList<HubCall> Calls => [.. calls];

    internal static async Task<HubServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, 0);
            options.Listen(IPAddress.Loopback, 0);
        });
        WebApplication app = builder.Build();
        HubServer server = new(app);
        app.Run(server.HandleAsync);
        await app.StartAsync();
        return server;
    }

    internal int Count(string kind, string file) => calls.Count(call => call.Kind == kind && call.File == file);

    /// <summary>Whether a file is one of the large ones, which lie on the other host under their SHA-256.</summary>
    internal static bool IsLarge(string file) => file.EndsWith(".safetensors", StringComparison.Ordinal) || file.EndsWith(".bin", StringComparison.Ordinal);

    /// <summary>The name of a file's content in the cache.</summary>
    internal string Checksum(string file) => IsLarge(file) ? Convert.ToHexStringLower(SHA256.HashData(Files[file])) : GitChecksum(Files[file]);

    /// <summary>The SHA-1 by which git names a content.</summary>
    internal static string GitChecksum(byte[] content)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {content.Length}\0")));
        hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        HubCall call = Read(context);
        calls.Enqueue(call);
        if (Fault is { } fault && await fault(call))
        {
            return;
        }

        HttpResponse response = context.Response;
        response.Headers["X-Repo-Commit"] = Commit;
        if (call.Kind == HubCall.List)
        {
            await response.WriteAsync(JsonSerializer.Serialize(new { sha = Commit, siblings = Files.Keys.Order(StringComparer.Ordinal).Select(name => new { rfilename = name }) }));
        }
        else if (!Files.TryGetValue(call.File, out byte[]? content))
        {
            call.Answer(404, "X-Error-Code", "EntryNotFound");
        }
        else if (call.Kind != HubCall.Stored && IsLarge(call.File))
        {
            response.Headers["X-Linked-ETag"] = $"\"{Checksum(call.File)}\"";
            response.Headers["X-Linked-Size"] = content.Length.ToString(CultureInfo.InvariantCulture);
            call.Answer(302, "Location", $"{StorageAddress}/{call.File}?{Secret}");
        }
        else
        {
            response.Headers.ETag = $"\"{GitChecksum(content)}\"";
            await SendAsync(call, content);
        }
    }

    private static async Task SendAsync(HubCall call, byte[] content)
    {
        HttpResponse response = call.Context.Response;
        if (call.From >= content.Length && call.From > 0)
        {
            call.Answer(416);
            return;
        }

        if (call.From > 0)
        {
            call.Answer(206, "Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes {call.From}-{content.Length - 1}/{content.Length}"));
        }

        response.ContentLength = content.Length - call.From;
        if (call.Kind != HubCall.Describe)
        {
            await response.Body.WriteAsync(content.AsMemory((int)call.From));
        }
    }

    private HubCall Read(HttpContext context)
    {
        string[] parts = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        bool isStored = context.Connection.LocalPort == new Uri(StorageAddress).Port;
        (string kind, int skipped) = parts switch
        {
            _ when isStored => (HubCall.Stored, 0),
            ["api", "models", _, _, "revision", ..] => (HubCall.List, 5),
            _ when context.Request.Method == "HEAD" => (HubCall.Describe, 4),
            _ => (HubCall.Content, 4),
        };
        string file = Uri.UnescapeDataString(string.Join('/', parts.Skip(skipped)));
        string? range = context.Request.Headers.Range;
        return new()
        {
            Kind = kind,
            File = file,
            Number = Count(kind, file) + 1,
            Context = context,
            Host = context.Request.Host.Host,
            Authorization = context.Request.Headers.Authorization,
            From = range is null ? 0 : long.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture),
        };
    }
}
