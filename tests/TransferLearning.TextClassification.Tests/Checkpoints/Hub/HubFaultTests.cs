using System.Net;
using TransferLearning.TextClassification.Checkpoints.Hub;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Checkpoints.Hub;

/// <summary>A hub that says no, is in trouble or says nothing: the rows of the table in docs/reference/hub.md.</summary>
public sealed class HubFaultTests : HubTest
{
    [Theory]
    [InlineData(401, null, null, "HF_TOKEN")]
    [InlineData(401, "hf_mine", null, "the access token is not accepted")]
    [InlineData(403, "hf_mine", null, "Ask for access at")]
    [InlineData(404, null, null, "no such checkpoint, revision or file")]
    [InlineData(404, null, "RevisionNotFound", "there is no revision 'main'")]
    [InlineData(418, null, null, "answers 418")]
    public async Task An_answer_that_stays_is_not_tried_again(int status, string? token, string? code, string expected)
    {
        Server.Fault = call => Task.FromResult(call.Answer(status, "X-Error-Code", code));

        HubException exception = await FailAsync(Settings() with { Token = token });

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_mine", exception.ToString(), StringComparison.Ordinal);
        Assert.Equal(((HttpStatusCode?)status, false, HubServer.Model, "main"), (exception.StatusCode, exception.IsTransient, exception.Model, exception.Revision));
        Assert.Single(Server.Calls);
        Assert.Empty(Entries());
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(408)]
    public async Task Trouble_that_passes_is_waited_out(int status)
    {
        Server.Fault = call => Task.FromResult(call.Number == 1 && call.Answer(status));

        AssertWhole(await DownloadAsync());

        Assert.Equal(2, Server.Count(HubCall.Stored, Weights));
    }

    [Theory]
    [InlineData(429, "too many requests")]
    [InlineData(500, "it is in trouble")]
    public async Task Trouble_that_stays_is_an_error_that_may_pass_later(int status, string expected)
    {
        Server.Fault = call => Task.FromResult(call.Answer(status));

        HubException exception = await FailAsync();

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.True(exception.IsTransient);
        Assert.Equal(3, Server.Calls.Count);
        Assert.Empty(Entries());
    }

    [Fact]
    public async Task The_wait_that_the_hub_asks_for_is_kept_up_to_a_minute()
    {
        Server.Fault = call => Task.FromResult(call.Answer(429, "Retry-After", "61"));
        Assert.Contains("it asks to wait 61 s", (await FailAsync()).Message, StringComparison.Ordinal);
        Assert.Single(Server.Calls);

        HubSettings settings = Settings();
        Assert.Equal(TimeSpan.FromSeconds(7), HubRetry.Wait(settings, new HubException { IsTransient = true, RetryAfter = TimeSpan.FromSeconds(7) }, failures: 1));
        Assert.Equal(settings.FirstDelay * 2, HubRetry.Wait(settings, new HubException { IsTransient = true }, failures: 2));
        Assert.Null(HubRetry.Wait(settings, new HubException { IsTransient = true }, settings.Attempts));
        Assert.Null(HubRetry.Wait(settings, new HubException(), failures: 1));
    }

    [Fact]
    public async Task A_trouble_keeps_what_was_downloaded_before()
    {
        Server.Fault = async call => call is { Kind: HubCall.Stored, File: Weights } && (call.Number == 1 ? await CutAsync(call, 100_000) : call.Answer(503));

        HubException exception = await FailAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, exception.StatusCode);
        Assert.Equal(100_000, new FileInfo(WeightsPart).Length);
        AssertNothingUsable();
    }

    [Fact]
    public async Task A_file_that_the_list_names_and_the_hub_does_not_have_is_an_error()
    {
        Server.Fault = call => Task.FromResult(call is { Kind: HubCall.Describe, File: "vocab.txt" } && call.Answer(404, "X-Error-Code", "EntryNotFound"));

        Assert.Contains("vocab.txt", (await FailAsync()).Message, StringComparison.Ordinal);
        AssertNothingUsable();
    }

    [Fact]
    public async Task Silence_is_an_error()
    {
        Server.Fault = SilenceAsync;

        HubException exception = await FailAsync(Settings() with { Timeout = TimeSpan.FromMilliseconds(200) });

        Assert.Contains("said nothing for 0.2 s", exception.Message, StringComparison.Ordinal);
        Assert.True(exception.IsTransient);
        Assert.Empty(Entries());
    }

    [Fact]
    public async Task A_hub_out_of_reach_is_an_error_and_with_a_copy_in_the_cache_a_warning()
    {
        HubSettings settings = Settings() with { Endpoint = new Uri("http://127.0.0.1:1") };
        HubException exception = await FailAsync(settings);
        Assert.Contains("127.0.0.1:1 cannot be reached", exception.Message, StringComparison.Ordinal);
        Assert.Null(exception.StatusCode);
        Assert.Empty(Entries());

        await DownloadAsync();
        AssertWhole(await DownloadAsync(settings));
        Assert.Contains("The copy in the cache is used", Assert.Single(Log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_in_trouble_is_asked_once_where_the_cache_has_a_copy()
    {
        await DownloadAsync();
        int before = Server.Calls.Count;
        Server.Fault = call => Task.FromResult(call.Answer(503));

        AssertWhole(await DownloadAsync());

        Assert.Equal(before + 1, Server.Calls.Count);
        Assert.Contains("answers 503", Assert.Single(Log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_that_was_taken_away_is_an_error_despite_the_cache()
    {
        await DownloadAsync();
        Server.Fault = call => Task.FromResult(call.Answer(404));

        Assert.Equal(HttpStatusCode.NotFound, (await FailAsync()).StatusCode);
    }

    [Theory]
    [InlineData("<html>a proxy's page</html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "sha": "main", "siblings": [] }""")]
    [InlineData("""{ "sha": "../../../../0123456789abcdef0123456789abcdef0123", "siblings": [] }""")]
    [InlineData("""{ "sha": "0123456789abcdef0123456789abcdef01234567", "siblings": [ 7 ] }""")]
    public async Task An_answer_that_is_no_list_is_refused(string answer)
    {
        Server.Fault = call => call.AnswerAsync(System.Text.Encoding.UTF8.GetBytes(answer));

        HubException exception = await FailAsync();

        Assert.Contains("Check HF_ENDPOINT", exception.Message, StringComparison.Ordinal);
        Assert.False(exception.IsTransient);
        Assert.Empty(Entries());
    }

    [Fact]
    public async Task A_list_without_end_is_refused()
    {
        byte[] block = new byte[1 << 20];
        Array.Fill(block, (byte)' ');
        Server.Fault = async call =>
        {
            while (!call.Context.RequestAborted.IsCancellationRequested)
            {
                await call.Context.Response.Body.WriteAsync(block);
            }

            return true;
        };

        Assert.Contains("which no list of files has", (await FailAsync()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Config, "has no config.json")]
    [InlineData(Weights, "no weights that can be read")]
    public async Task A_checkpoint_without_what_it_needs_is_refused_before_a_download(string file, string expected)
    {
        Server.Files.TryRemove(file, out _);

        Assert.Contains(expected, (await FailAsync()).Message, StringComparison.Ordinal);
        Assert.Single(Server.Calls);
        Assert.Empty(Entries());
    }
}
