using System.Text;
using TransferLearning.TextClassification.Checkpoints.Hub;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Checkpoints.Hub;

/// <summary>Every test has a hub with a small checkpoint, and an empty cache.</summary>
public abstract class HubTest : IAsyncLifetime
{
    internal const string Weights = "model.safetensors";
    internal const string Config = "config.json";

    private readonly TemporaryFolder folder = new();

    internal HubServer Server { get; private set; } = null!;

    internal string CacheFolder => folder.File("hub");

    internal string ModelFolder => Path.Combine(CacheFolder, "models--acme--tiny-bert");

    internal string Snapshot => Path.Combine(ModelFolder, "snapshots", Server.Commit);

    internal byte[] WeightBytes => Server.Files[Weights];

    internal string WeightsBlob => Path.Combine(ModelFolder, "blobs", Server.Checksum(Weights));

    internal string WeightsPart => WeightsBlob + ".incomplete";

    internal ListLogger Log { get; } = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Server = await HubServer.StartAsync();
        Server.Files[Config] = """{ "model_type": "bert" }"""u8.ToArray();
        Server.Files["vocab.txt"] = "[PAD]\n[UNK]\n"u8.ToArray();
        Server.Files["1_Pooling/config.json"] = """{ "pooling_mode_mean_tokens": true }"""u8.ToArray();
        Server.Files["modeling_tiny.py"] = "print('never downloaded')"u8.ToArray();
        Server.Files[Weights] = Noise(300_000);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Log.Dispose();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Bytes of which no two parts are alike.</summary>
    internal static byte[] Noise(int count, int seed = 1)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Settings that wait milliseconds where an application waits seconds.</summary>
    internal HubSettings Settings() => HubSettings.Resolve(new() { Endpoint = Server.Address, CacheFolder = CacheFolder, Token = string.Empty, Offline = false }, _ => null) with
    {
        FirstDelay = TimeSpan.FromMilliseconds(1),
        Attempts = 3,
    };

    internal Task<string> DownloadAsync(HubSettings? settings = null, string name = HubServer.Model) =>
        HubDownload.RunAsync(HubName.Parse(name)!, settings ?? Settings(), Log, Cancellation);

    internal async Task<HubException> FailAsync(HubSettings? settings = null, string name = HubServer.Model)
    {
        HubException exception = await Assert.ThrowsAsync<HubException>(() => DownloadAsync(settings, name));
        Assert.StartsWith(name + ": ", exception.Message, StringComparison.Ordinal);
        return exception;
    }

    /// <summary>Puts files of the checkpoint into the cache as the Python library does, which takes only those that it reads.</summary>
    internal void FillAsPython(params string[] files)
    {
        foreach (string file in files)
        {
            string blob = Path.Combine(ModelFolder, "blobs", Server.Checksum(file));
            string path = Path.Combine(Snapshot, file);
            Directory.CreateDirectory(Path.GetDirectoryName(blob)!);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(blob, Server.Files[file]);
            File.CreateSymbolicLink(path, Path.GetRelativePath(Path.GetDirectoryName(path)!, blob));
        }

        Directory.CreateDirectory(Path.Combine(ModelFolder, "refs"));
        File.WriteAllText(Path.Combine(ModelFolder, "refs", "main"), Server.Commit);
    }

    /// <summary>Every file and link of the checkpoint's folder in the cache.</summary>
    internal string[] Entries() => Directory.Exists(ModelFolder)
        ? [.. Directory.EnumerateFiles(ModelFolder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(ModelFolder, path).Replace('\\', '/')).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The checkpoint in the cache is the one on the hub.</summary>
    internal void AssertWhole(string snapshot)
    {
        Assert.Equal(Snapshot, snapshot);
        foreach (string file in (string[])[Config, "vocab.txt", "1_Pooling/config.json", Weights])
        {
            Assert.Equal(Server.Files[file], File.ReadAllBytes(Path.Combine(snapshot, file)));
        }

        Assert.DoesNotContain(Entries(), entry => entry.EndsWith(".incomplete", StringComparison.Ordinal));
    }

    /// <summary>No commit is recorded and no snapshot can be taken for whole.</summary>
    internal void AssertNothingUsable()
    {
        Assert.DoesNotContain(Entries(), entry => entry.StartsWith("refs/", StringComparison.Ordinal) || entry.EndsWith(Weights, StringComparison.Ordinal));
        Assert.Null(new HubCache(HubName.Parse(HubServer.Model)!, Settings()).FindWhole());
    }

    /// <summary>Sends the beginning of a content, waits until it has arrived on the disk, and drops the connection.</summary>
    internal async Task<bool> CutAsync(HubCall call, int bytes)
    {
        await SendBeginningAsync(call, bytes);
        call.Context.Abort();
        return true;
    }

    /// <summary>Sends the beginning of a content, says so once it has arrived on the disk, and falls silent.</summary>
    internal async Task<bool> HangAsync(HubCall call, int bytes, TaskCompletionSource<bool>? arrived = null)
    {
        await SendBeginningAsync(call, bytes);
        arrived?.TrySetResult(true);
        return await SilenceAsync(call);
    }

    /// <summary>Says nothing until the other side gives up.</summary>
    internal static async Task<bool> SilenceAsync(HubCall call)
    {
        await Task.Delay(Timeout.Infinite, call.Context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        return true;
    }

    private async Task SendBeginningAsync(HubCall call, int bytes)
    {
        byte[] content = Server.Files[call.File];
        if (call.From > 0)
        {
            call.Answer(206, "Content-Range", FormattableString.Invariant($"bytes {call.From}-{content.Length - 1}/{content.Length}"));
        }

        call.Context.Response.ContentLength = content.Length - call.From;
        await call.Context.Response.Body.WriteAsync(content.AsMemory((int)call.From, bytes), Cancellation);
        await call.Context.Response.Body.FlushAsync(Cancellation);
        string part = Path.Combine(ModelFolder, "blobs", Server.Checksum(call.File) + ".incomplete");
        while (new FileInfo(part) is not { Exists: true } file || file.Length < call.From + bytes)
        {
            await Task.Delay(5, Cancellation);
        }
    }

    /// <summary>Replaces the checkpoint by one in a folder.</summary>
    internal void Serve(string checkpoint)
    {
        Server.Files.Clear();
        foreach (string path in Directory.EnumerateFiles(checkpoint))
        {
            Server.Files[Path.GetFileName(path)] = File.ReadAllBytes(path);
        }
    }

    /// <summary>Replaces the weights by three shards and their index.</summary>
    internal void Shard(string weightMap)
    {
        Server.Files.TryRemove(Weights, out _);
        for (int i = 1; i <= 3; i++)
        {
            Server.Files[$"model-0000{i}-of-00003.safetensors"] = Noise(50_000, i);
        }

        Server.Files["model.safetensors.index.json"] = Encoding.UTF8.GetBytes($$"""{ "weight_map": { {{weightMap}} } }""");
    }
}
