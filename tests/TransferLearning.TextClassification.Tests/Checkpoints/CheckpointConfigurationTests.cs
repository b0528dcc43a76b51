using System.Text;
using TransferLearning.TextClassification.Checkpoints;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Checkpoints;

public sealed class CheckpointConfigurationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Values_are_read_with_their_types()
    {
        CheckpointConfiguration configuration = Read("""{"int":12,"whole":3.0,"double":1e-12,"text":"gelu","flag":true,"nothing":null,"list":["a","b"],"object":{"0":"ham"}}""");
        Assert.Equal(12, configuration.GetInt("int", minimum: 1));
        Assert.Equal(3, configuration.GetInt("whole"));
        Assert.Equal(12.0, configuration.GetDouble("int"));
        Assert.Equal(1e-12, configuration.GetDouble("double"));
        Assert.Equal("gelu", configuration.GetString("text"));
        Assert.True(configuration.GetBool("flag"));
        Assert.Equal(["a", "b"], configuration.GetStrings("list"));
        Assert.Equal("ham", (string?)configuration.GetObject("object")["0"]);
        Assert.True(configuration.Has("int"));
        Assert.False(configuration.Has("nothing"));
    }

    [Fact]
    public void Values_made_in_memory_are_read_too()
    {
        CheckpointConfiguration configuration = new("options", new() { ["int"] = 12, ["double"] = 0.1, ["text"] = "gelu", ["flag"] = true });
        Assert.Equal(12, configuration.GetInt("int"));
        Assert.Equal(12.0, configuration.GetDouble("int"));
        Assert.Equal(0.1, configuration.GetDouble("double"));
        Assert.Equal("gelu", configuration.GetString("text"));
        Assert.True(configuration.GetBool("flag"));
    }

    [Fact]
    public void An_absent_key_is_its_default_or_an_error()
    {
        CheckpointConfiguration configuration = Read("""{"nothing":null}""");
        Assert.Equal(7, configuration.GetInt("nothing", 7));
        Assert.Equal(0.5, configuration.GetDouble("none", 0.5));
        Assert.Equal("x", configuration.GetString("none", "x"));
        Assert.False(configuration.GetBool("none", false));
        Assert.Empty(configuration.GetStrings("none"));
        AssertRefused(() => configuration.GetInt("nothing"), "'nothing' is missing; a whole number");
        AssertRefused(() => configuration.GetObject("none"), "'none' is missing");
    }

    [Fact]
    public void A_wrong_type_or_range_names_file_key_and_value()
    {
        CheckpointConfiguration configuration = Read("""{"text":"768","half":1.5,"negative":-1,"huge":1e300,"list":[1],"lone":"\ud800"}""");
        AssertRefused(() => configuration.GetInt("text"), "'text' is \"768\", but a whole number is expected");
        AssertRefused(() => configuration.GetInt("half"), "'half' is 1.5");
        AssertRefused(() => configuration.GetInt("negative", minimum: 1), "'negative' is -1, but at least 1 is expected");
        AssertRefused(() => configuration.GetInt("huge"), "'huge'");
        AssertRefused(() => configuration.GetDouble("negative", minimum: 0, maximum: 1), "from 0 to 1");
        AssertRefused(() => configuration.GetDouble("list"), "a number is expected");
        AssertRefused(() => configuration.GetString("half"), "a text is expected");
        AssertRefused(() => configuration.GetString("lone"), "a text is expected");
        AssertRefused(() => configuration.GetBool("text"), "true or false");
        AssertRefused(() => configuration.GetStrings("list"), "a list of texts");
        AssertRefused(() => configuration.GetObject("list"), "an object");
        AssertRefused(() => throw configuration.Wrong("half", "an even number is expected"), "'half' is 1.5, but an even number is expected");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"id2label":{"0":"ham","\uD800":"spam"}}""")]
    public void What_is_no_JSON_object_is_refused(string content)
    {
        string path = folder.File("config.json");
        File.WriteAllText(path, content);
        CheckpointException exception = Assert.Throws<CheckpointException>(() => CheckpointFolder.ReadConfiguration(folder.Path));
        Assert.Equal(path, exception.Path);
    }

    [Fact]
    public void A_byte_order_mark_is_skipped_and_invalid_UTF_8_is_refused()
    {
        File.WriteAllText(folder.File("config.json"), "{}", Encoding.UTF8);
        Assert.Empty(CheckpointFolder.ReadConfiguration(folder.Path).Json);
        File.WriteAllBytes(folder.File("config.json"), [.. "{\"a\":\""u8, 0xFF, .. "\"}"u8]);
        Assert.Throws<CheckpointException>(() => CheckpointFolder.ReadConfiguration(folder.Path));
    }

    private CheckpointConfiguration Read(string json)
    {
        File.WriteAllText(folder.File("config.json"), json);
        return CheckpointFolder.ReadConfiguration(folder.Path);
    }

    private void AssertRefused(Func<object> get, string says)
    {
        CheckpointException exception = Assert.Throws<CheckpointException>(get);
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
        Assert.StartsWith(folder.File("config.json"), exception.Message, StringComparison.Ordinal);
    }
}
