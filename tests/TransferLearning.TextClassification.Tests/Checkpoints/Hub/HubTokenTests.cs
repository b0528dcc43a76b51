using TransferLearning.TextClassification.Checkpoints.Hub;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Checkpoints.Hub;

/// <summary>Redirects, and who gets to see the token.</summary>
public sealed class HubTokenTests : HubTest
{
    private const string Token = "hf_mine";

    [Fact]
    public async Task The_hub_gets_the_token_and_the_host_of_large_files_does_not()
    {
        AssertWhole(await DownloadAsync(Settings() with { Token = Token }));

        Assert.All(Server.Calls, call => Assert.Equal(call.Kind == HubCall.Stored ? null : "Bearer " + Token, call.Authorization));
        Assert.Equal(1, Server.Count(HubCall.Stored, Weights));
    }

    [Fact]
    public async Task Without_a_token_none_is_sent()
    {
        await DownloadAsync();

        Assert.All(Server.Calls, call => Assert.Null(call.Authorization));
    }

    [Fact]
    public async Task A_renamed_checkpoint_is_followed_with_the_token()
    {
        Server.Fault = call => Task.FromResult(
            call.Context.Request.Path.Value!.Contains("old-name", StringComparison.Ordinal)
            && call.Answer(307, "Location", call.Context.Request.Path.Value.Replace("acme/old-name", HubServer.Model, StringComparison.Ordinal)));

        string snapshot = await DownloadAsync(Settings() with { Token = Token }, "acme/old-name");

        Assert.Equal(WeightBytes, await File.ReadAllBytesAsync(Path.Combine(snapshot, Weights), TestContext.Current.CancellationToken));
        Assert.Equal("models--acme--old-name", Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(snapshot))));
        Assert.All(Server.Calls.Where(call => call.Kind != HubCall.Stored), call => Assert.Equal("Bearer " + Token, call.Authorization));
    }

    [Fact]
    public async Task A_list_that_another_host_answers_is_asked_for_without_the_token()
    {
        Server.Fault = call => Task.FromResult(call.Kind == HubCall.List && call.Answer(302, "Location", Server.StorageAddress + "/list"));

        Assert.Contains("answers 404", (await FailAsync(Settings() with { Token = Token })).Message, StringComparison.Ordinal);

        Assert.Null(Assert.Single(Server.Calls, call => call.Kind == HubCall.Stored).Authorization);
    }

    [Fact]
    public async Task Redirects_without_end_are_refused()
    {
        Server.Fault = call => Task.FromResult(call.Answer(302, "Location", call.Context.Request.Path));

        Assert.Contains("redirects more than 10 times", (await FailAsync()).Message, StringComparison.Ordinal);
        Assert.Equal(11, Server.Calls.Count);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData(null)]
    public async Task A_redirect_to_what_is_no_web_address_is_not_followed(string? location)
    {
        Server.Fault = call => Task.FromResult(call.Answer(302, location is null ? null : "Location", location));

        Assert.Contains("which is not followed", (await FailAsync()).Message, StringComparison.Ordinal);
        Assert.Empty(Entries());
    }

    [Theory]
    [InlineData("https://a", "https://b", true)]
    [InlineData("http://a", "https://b", true)]
    [InlineData("http://a", "http://b", true)]
    [InlineData("https://a", "http://a", false)]
    [InlineData("http://a", "file:///a", false)]
    public void No_redirect_gives_up_the_encryption(string address, string target, bool expected) =>
        Assert.Equal(expected, HubHttp.MayFollow(new Uri(address), new Uri(target)));

    [Fact]
    public async Task The_signature_of_an_address_is_in_no_message()
    {
        Server.Fault = call => Task.FromResult(call.Kind == HubCall.Stored && call.Answer(418));

        HubException exception = await FailAsync();

        Assert.Contains(Server.StorageAddress + "/" + Weights, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_whose_signature_has_run_out_is_asked_for_again()
    {
        Server.Fault = call => Task.FromResult(call is { Kind: HubCall.Stored, Number: 1 } && call.Answer(403));

        AssertWhole(await DownloadAsync());

        Assert.Equal((2, 2), (Server.Count(HubCall.Content, Weights), Server.Count(HubCall.Stored, Weights)));
    }

    [Fact]
    public async Task The_proxy_of_the_system_is_used()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program env is wanted.");
        using HubChild child = HubChild.Start("http://hub.invalid", CacheFolder, "env", "http_proxy=" + Server.Address, "no_proxy=127.0.0.1");

        Assert.Equal(Snapshot, await child.ReadAsync(TestContext.Current.CancellationToken));

        Assert.All(Server.Calls, call => Assert.Equal(call.Kind == HubCall.Stored ? "127.0.0.1" : "hub.invalid", call.Host));
    }
}
