using TorchSharp;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Optimization;
using TransferLearning.TextClassification.Training;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Training;

/// <summary>Optimizer state in a file.</summary>
public sealed class OptimizerStateFileTests
{
    private static readonly Dictionary<string, OptimizerKind> Kinds = new()
    {
        ["adamw"] = new AdamWKind(new() { LearningRate = 0.01 }),
        ["adamw-amsgrad"] = new AdamWKind(new() { LearningRate = 0.01, AmsGrad = true }),
        ["adam"] = new AdamKind(new() { WeightDecay = 0.1 }),
        ["sgd"] = new SgdKind(new()),
        ["sgd-momentum"] = new SgdKind(new() { Momentum = 0.9 }),
    };

    public OptimizerStateFileTests() => NativeBackend.EnsureLoaded();

    public static TheoryData<string> Names => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_state_that_was_saved_continues_with_the_same_bits(string name)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TemporaryFolder folder = new();
        string path = folder.File("optimizer.safetensors");
        ParameterGroup[] groups = Groups();
        using ParameterOptimizer optimizer = Kinds[name].Create(groups);
        TakeSteps(optimizer, groups, 0);
        OptimizerStateFile.Write(path, Kinds[name], optimizer, groups);
        ParameterGroup[] copies = Groups(copied: groups);
        using ParameterOptimizer restored = Kinds[name].Create(copies);

        OptimizerStateFile.Read(path, Kinds[name], restored, copies);
        TakeSteps(optimizer, groups, 3);
        TakeSteps(restored, copies, 3);

        Assert.Equal(Values(groups), Values(copies));
        Assert.Equal([path], Directory.GetFiles(folder.Path)); // nothing beside it
        if (name == "adamw")
        {
            using SafetensorsReader reader = SafetensorsReader.Open(path);
            Assert.Equal([2, 3], reader.Tensors["layer.weight.exp_avg"].Shape);
            Assert.Equal([1], reader.Tensors["layer.weight.step"].Shape);
        }
    }

    [Fact]
    public void A_state_that_does_not_fit_changes_nothing()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TemporaryFolder folder = new();
        string path = folder.File("optimizer.safetensors");
        ParameterGroup[] groups = Groups();
        using ParameterOptimizer optimizer = Kinds["adamw"].Create(groups);
        TakeSteps(optimizer, groups, 0);

        Write("adam", groups);
        Refuses("the state of the optimizer 'adam', and 'adamw' is expected. Load it into the optimizer that it was saved from");
        Write("adamw", Groups(names: ["layer.weight", "other.bias"]));
        Refuses("'layer.bias' is missing; 'other.bias' is not one of the optimizer's", "layer.bias", "other.bias");
        Write("adamw", Groups(columns: 4));
        Refuses("'layer.weight' has the shape [2, 4] instead of [2, 3]", "layer.weight");
        Write("adamw-amsgrad", groups);
        Refuses("the optimizer 'adamw' does not take this state (The optimizer state 'layer.bias.max_exp_avg_sq' belongs to none", "layer.bias.max_exp_avg_sq");
        Write("adamw", groups);
        using (FileStream file = new(path, FileMode.Open))
        {
            file.SetLength(file.Length - 4);
        }

        Refuses("is it cut off?", "layer.weight.step");
        SafetensorsWriter.Write(path, []);
        Refuses("does not say that it is the state of an optimizer");
        SafetensorsWriter.Write(path, [], new Dictionary<string, string> { ["optimizer"] = "adamw", ["parameters"] = "[" });
        Refuses("no readable list of parameters");
        File.Delete(path);
        Refuses("cannot be read");

        void Write(string kind, ParameterGroup[] parameters)
        {
            using ParameterOptimizer other = Kinds[kind].Create(parameters);
            TakeSteps(other, parameters, 5);
            OptimizerStateFile.Write(path, Kinds[kind], other, parameters);
        }

        void Refuses(string problem, params string[] tensors)
        {
            IReadOnlyDictionary<string, float[]> before = optimizer.GetState();
            CheckpointException exception = Assert.Throws<CheckpointException>(() => OptimizerStateFile.Read(path, Kinds["adamw"], optimizer, groups));
            Assert.StartsWith(path + ": ", exception.Message, StringComparison.Ordinal);
            Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
            Assert.Equal(tensors, exception.Tensors);
            Assert.Equal(before, optimizer.GetState());
        }
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_named()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("missing/optimizer.safetensors");
        using torch.Tensor weight = torch.ones(1, requires_grad: true);
        ParameterGroup[] groups = [new() { Parameters = [("weight", weight)] }];
        using ParameterOptimizer optimizer = Kinds["sgd"].Create(groups);

        Assert.StartsWith(path + ": could not write the file", Assert.Throws<StorageException>(() => OptimizerStateFile.Write(path, Kinds["sgd"], optimizer, groups)).Message, StringComparison.Ordinal);
    }

    private static ParameterGroup[] Groups(int columns = 3, string[]? names = null, ParameterGroup[]? copied = null)
    {
        torch.Tensor weight = copied is null ? torch.ones(2, columns) : copied[0].Parameters[0].Parameter.detach().clone();
        torch.Tensor bias = copied is null ? torch.ones(3) : copied[1].Parameters[0].Parameter.detach().clone();
        return
        [
            new() { Parameters = [(names?[0] ?? "layer.weight", weight.requires_grad_())] },
            new() { Parameters = [(names?[1] ?? "layer.bias", bias.requires_grad_())], WeightDecay = 0 },
        ];
    }

    private static void TakeSteps(ParameterOptimizer optimizer, ParameterGroup[] groups, int first)
    {
        for (int step = first; step < first + 3; step++)
        {
            foreach ((_, torch.Tensor parameter) in groups.SelectMany(group => group.Parameters))
            {
                parameter.grad = (torch.arange(parameter.numel(), torch.ScalarType.Float32) + step).sin().reshape(parameter.shape);
            }

            optimizer.ClipGradients(1);
            optimizer.Step(1);
            optimizer.ZeroGradients();
        }
    }

    private static float[] Values(ParameterGroup[] groups) => [.. groups.SelectMany(group => group.Parameters).SelectMany(pair => TensorMemory.ToArray(pair.Parameter))];
}
