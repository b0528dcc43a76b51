using TransferLearning.TextClassification.Checkpoints.Hub;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Checkpoints.Hub;

public sealed class HubNameTests
{
    [Theory]
    [InlineData("acme/tiny-bert", "acme/tiny-bert", "main", "models--acme--tiny-bert")]
    [InlineData("acme/tiny-bert@v1.0", "acme/tiny-bert", "v1.0", "models--acme--tiny-bert")]
    [InlineData("acme/tiny-bert@refs/pr/7", "acme/tiny-bert", "refs/pr/7", "models--acme--tiny-bert")]
    [InlineData("bert_2.x", "bert_2.x", "main", "models--bert_2.x")]
    public void A_name_is_taken_apart(string text, string model, string revision, string folder)
    {
        HubName? name = HubName.Parse(text);

        Assert.Equal(new HubName(model, revision), name);
        Assert.Equal(folder, name!.FolderName);
        Assert.Equal(text, name.ToString());
        Assert.False(name.IsPinned);
    }

    [Fact]
    public void A_commit_is_pinned() => Assert.True(HubName.Parse("acme/tiny@0123456789abcdef0123456789abcdef01234567")!.IsPinned);

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("acme/")]
    [InlineData("/acme")]
    [InlineData("a/b/c")]
    [InlineData("../b")]
    [InlineData("a/..")]
    [InlineData("a/b..c")]
    [InlineData("a/b--c")]
    [InlineData("a/.b")]
    [InlineData("a/b-")]
    [InlineData("a\\b")]
    [InlineData("a/b c")]
    [InlineData("a/b\n")]
    [InlineData("a/b?x")]
    [InlineData("a/b%2e")]
    [InlineData("a/b@")]
    [InlineData("a/b@../../x")]
    [InlineData("a/b@x/../y")]
    [InlineData("a/b@/x")]
    [InlineData("a/b@x//y")]
    [InlineData("a/b@x@y")]
    [InlineData("a/b@x y")]
    [InlineData("C:/b")]
    [InlineData("./a")]
    [InlineData("~/a")]
    public void What_is_no_name_is_none(string text) => Assert.Null(HubName.Parse(text));

    [Fact]
    public void A_name_of_absurd_length_is_none()
    {
        Assert.NotNull(HubName.Parse(new string('a', 96)));
        Assert.Null(HubName.Parse(new string('a', 97)));
        Assert.Null(HubName.Parse("a/b@" + new string('c', 201)));
    }
}
