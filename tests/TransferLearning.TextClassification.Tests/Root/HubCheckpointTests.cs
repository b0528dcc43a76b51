using TransferLearning.TextClassification.Tests.Checkpoints.Hub;
using TransferLearning.TextClassification.Tests.Cli;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Root;

/// <summary>A checkpoint of the hub as an application names it.</summary>
public sealed class HubCheckpointTests(CommandLineFolder folder) : HubTest, IClassFixture<CommandLineFolder>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private HubOptions Options => new() { Endpoint = Server.Address, CacheFolder = CacheFolder, Token = string.Empty, Offline = false };

    [Fact]
    public async Task A_name_trains_as_a_folder_does()
    {
        Serve(folder.Encoder);

        using TransferClassifier named = await Trainer(PretrainedModel.FromHub(HubServer.Model, Options)).FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);
        using TransferClassifier local = await Trainer(PretrainedModel.FromDirectory(folder.Encoder)).FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);

        Assert.Equal(local.Predict("refund", Cancellation).Probabilities["billing"], named.Predict("refund", Cancellation).Probabilities["billing"]);
        Assert.Contains(Snapshot, named.Configuration!["encoder"].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_training_would_use_is_known_after_the_download()
    {
        Serve(folder.Encoder);
        TransferClassifierTrainer trainer = Trainer(PretrainedModel.FromHub(HubServer.Model, Options));

        ResolvedConfiguration resolved = await trainer.ResolveAsync(ToyData.TwoClasses, Cancellation);

        Assert.Equal("bert", resolved["encoder"].Value);
        Assert.Equal(resolved.Values.Select(value => (value.Name, value.Value)), trainer.Resolve(ToyData.TwoClasses).Values.Select(value => (value.Name, value.Value)));
    }

    [Fact]
    public async Task A_chosen_family_takes_a_name_too()
    {
        Serve(folder.Encoder);
        TransferClassifierTrainer trainer = new TransferClassifierBuilder().UseBertEncoder(PretrainedModel.FromHub(HubServer.Model, Options)).Build();

        Assert.Contains(Snapshot, (await trainer.ResolveAsync(ToyData.TwoClasses, Cancellation))["encoder"].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_that_cannot_be_learnt_from_is_found_before_a_download()
    {
        TextDataset oneClass = TextDataset.FromExamples([new("a", "x"), new("b", "x")]);

        await Assert.ThrowsAsync<TextDataException>(() => Trainer(PretrainedModel.FromHub(HubServer.Model, Options)).FitAsync(oneClass, cancellationToken: Cancellation));

        Assert.Empty(Server.Calls);
    }

    [Fact]
    public async Task A_download_gives_a_folder_and_a_folder_itself()
    {
        PretrainedModel named = PretrainedModel.FromHub(HubServer.Model + "@v1", Options);
        Assert.Equal((null, HubServer.Model + "@v1"), (named.Folder, named.Name));

        PretrainedModel local = await named.DownloadAsync(cancellationToken: Cancellation);

        Assert.Equal((Snapshot, null), (local.Folder, local.Name));
        Assert.Same(local, await local.DownloadAsync(cancellationToken: Cancellation));
        Assert.Equal(1, Server.Count(HubCall.List, "v1"));
    }

    [Fact]
    public async Task A_revision_in_the_options_is_the_one_that_is_taken()
    {
        await PretrainedModel.FromHub(HubServer.Model, Options with { Revision = "v2" }).DownloadAsync(cancellationToken: Cancellation);

        Assert.Contains("refs/v2", Entries());
    }

    [Theory]
    [InlineData("acme/../x", null, "ORG/NAME or ORG/NAME@REVISION")]
    [InlineData("acme/x@v1", "v2", "expected one of the two")]
    [InlineData("acme/x", "../v", "HubOptions.Revision is '../v'")]
    public async Task Impossible_names_and_revisions_are_found_without_the_hub(string name, string? revision, string expected)
    {
        PretrainedModel model = PretrainedModel.FromHub(name, Options with { Revision = revision });

        ConfigurationException built = Assert.Throws<ConfigurationException>(() => new TransferClassifierBuilder().UsePretrained(model).Build());
        HubException downloaded = await Assert.ThrowsAsync<HubException>(() => model.DownloadAsync(cancellationToken: Cancellation));

        Assert.Contains(expected, built.Message, StringComparison.Ordinal);
        Assert.Contains(expected, downloaded.Message, StringComparison.Ordinal);
        Assert.Empty(Server.Calls);
    }

    [Fact]
    public async Task What_people_write_is_a_folder_where_one_exists_and_else_a_name()
    {
        Assert.Equal(folder.Encoder, PretrainedModel.From(folder.Encoder).Folder);
        Assert.Equal(folder.Data, PretrainedModel.From(folder.Data).Folder);
        Assert.Equal("acme/other", PretrainedModel.From("acme/other").Name);
        Assert.All((string[])["bert", "./acme/other", "acme/other/more", "/acme/other"], text => Assert.Contains("ORG/NAME", Assert.Throws<CheckpointException>(() => PretrainedModel.From(text)).Message, StringComparison.Ordinal));

        new TransferClassifierBuilder().UsePretrained("acme/other").Build(); // a folder would be read here
        Assert.Throws<CheckpointException>(() => new TransferClassifierBuilder().UsePretrained("./acme/other"));

        Server.Fault = call => Task.FromResult(call.Answer(404));
        HubException exception = await Assert.ThrowsAsync<HubException>(() => PretrainedModel.From("acme/other", Options).DownloadAsync(cancellationToken: Cancellation));
        Assert.EndsWith("(There is no folder 'acme/other' here either.)", exception.Message, StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, exception.StatusCode);
    }

    private static TransferClassifierTrainer Trainer(PretrainedModel model) => new TransferClassifierBuilder()
        .UsePretrained(model)
        .UseTraining(new() { Epochs = 1, Device = ComputeDevice.Cpu })
        .Build();
}
