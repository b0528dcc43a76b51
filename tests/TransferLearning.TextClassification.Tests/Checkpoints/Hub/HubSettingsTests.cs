using TransferLearning.TextClassification.Checkpoints.Hub;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Checkpoints.Hub;

/// <summary>Options before environment variables, those as the Python library reads them.</summary>
public sealed class HubSettingsTests : IDisposable
{
    private readonly TemporaryFolder home = new();
    private readonly Dictionary<string, string> variables = [];

    public HubSettingsTests() => variables["HF_HOME"] = home.Path;

    public void Dispose() => home.Dispose();

    [Fact]
    public void Without_variables_they_are_the_usual_ones()
    {
        variables.Clear();
        HubSettings settings = Resolve(new() { Token = string.Empty });

        Assert.Equal("https://huggingface.co/", settings.Endpoint.AbsoluteUri);
        Assert.Equal(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "huggingface", "hub"), settings.CacheFolder);
        Assert.False(settings.Offline);
        Assert.Null(settings.Token);
    }

    [Theory]
    [InlineData("XDG_CACHE_HOME", "/x", "/x/huggingface/hub")]
    [InlineData("HF_HOME", "/h", "/h/hub")]
    [InlineData("HUGGINGFACE_HUB_CACHE", "/old", "/old")]
    [InlineData("HF_HUB_CACHE", "/new", "/new")]
    public void Each_variable_of_the_cache_goes_before_those_above(string variable, string value, string expected)
    {
        string[] order = ["XDG_CACHE_HOME", "HF_HOME", "HUGGINGFACE_HUB_CACHE", "HF_HUB_CACHE"];
        variables.Clear();
        foreach (string weaker in order.TakeWhile(name => name != variable))
        {
            variables[weaker] = "/weaker";
        }

        variables[variable] = value;

        Assert.Equal(Path.GetFullPath(expected), Resolve(new() { Token = string.Empty }).CacheFolder);
        Assert.Equal(home.Path, Resolve(new() { Token = string.Empty, CacheFolder = home.Path }).CacheFolder);
    }

    [Fact]
    public void The_token_comes_from_options_then_variable_then_file()
    {
        File.WriteAllText(home.File("token"), "from-file\n");
        Assert.Equal("from-file", Resolve(new()).Token);

        variables["HF_TOKEN_PATH"] = home.File("another");
        File.WriteAllText(home.File("another"), "from-another-file");
        Assert.Equal("from-another-file", Resolve(new()).Token);

        variables["HUGGING_FACE_HUB_TOKEN"] = "from-old-variable";
        Assert.Equal("from-old-variable", Resolve(new()).Token);

        variables["HF_TOKEN"] = " from-variable ";
        Assert.Equal("from-variable", Resolve(new()).Token);
        Assert.Equal("from-options", Resolve(new() { Token = "from-options" }).Token);

        variables["HF_HUB_DISABLE_IMPLICIT_TOKEN"] = "1";
        Assert.Null(Resolve(new()).Token);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("line\r\nX-Header: y")]
    [InlineData("tökén")]
    public void An_impossible_token_is_refused_and_not_shown(string token)
    {
        HubException exception = Assert.Throws<HubException>(() => Resolve(new() { Token = token }));

        Assert.Contains("HF_TOKEN", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(token, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HF_HUB_OFFLINE", "1", true)]
    [InlineData("HF_HUB_OFFLINE", "yes", true)]
    [InlineData("TRANSFORMERS_OFFLINE", "True", true)]
    [InlineData("HF_HUB_OFFLINE", "0", false)]
    [InlineData("HF_HUB_OFFLINE", " ", false)]
    public void Offline_is_a_switch(string variable, string value, bool expected)
    {
        variables[variable] = value;

        Assert.Equal(expected, Resolve(new()).Offline);
        Assert.False(Resolve(new() { Offline = false }).Offline);
    }

    [Theory]
    [InlineData("hub.example")]
    [InlineData("ftp://hub.example")]
    [InlineData("https://user:password@hub.example")]
    [InlineData("https://hub.example?x=1")]
    public void An_impossible_address_is_refused(string address)
    {
        variables["HF_ENDPOINT"] = address;

        Assert.StartsWith("HF_ENDPOINT is", Assert.Throws<HubException>(() => Resolve(new())).Message, StringComparison.Ordinal);
        Assert.StartsWith("HubOptions.Endpoint is", Assert.Single(HubSettings.FindProblems(new() { Endpoint = address })), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_impossible_option_is_named()
    {
        HubOptions options = new() { Revision = "../x", Timeout = TimeSpan.Zero, MaxBytes = 0 };

        string[] problems = [.. HubSettings.FindProblems(options)];

        Assert.Equal(3, problems.Length);
        Assert.All((string[])["Revision", "Timeout", "MaxBytes"], name => Assert.Contains(problems, problem => problem.StartsWith($"HubOptions.{name} is", StringComparison.Ordinal)));
        Assert.Empty(HubSettings.FindProblems(new()));
    }

    [Fact]
    public void The_token_is_not_in_the_text_of_options() => Assert.DoesNotContain("hf_secret", new HubOptions { Token = "hf_secret" }.ToString(), StringComparison.Ordinal);

    private HubSettings Resolve(HubOptions options) => HubSettings.Resolve(options, name => variables.GetValueOrDefault(name));
}
