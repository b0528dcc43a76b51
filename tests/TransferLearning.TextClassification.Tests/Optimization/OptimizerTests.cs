using TorchSharp;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Optimization;
using Xunit;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Tests.Optimization;

public class OptimizerTests
{
    public OptimizerTests() => NativeBackend.EnsureLoaded();

    public static TheoryData<string> Kinds => ["adamw", "adamw-amsgrad", "adam", "sgd", "sgd-momentum", "sgd-nesterov"];

    [Fact]
    public void A_gradient_that_is_not_contiguous_is_cleared_too()
    {
        using var scope = NewDisposeScope();
        Tensor weight = zeros(2, 3, requires_grad: true);
        weight.grad = ones(3, 2).t();
        using ParameterOptimizer optimizer = new AdamWKind(new()).Create([new ParameterGroup { Parameters = [("weight", weight)] }]);

        Assert.Equal(Math.Sqrt(6), optimizer.ClipGradients(null), 1e-6);
        optimizer.ZeroGradients();

        Assert.Equal(0, weight.grad!.sum().item<float>());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Fused_loops_equal_tensor_operations(string name)
    {
        using var scope = NewDisposeScope();
        double[] fused = Train(name, ScalarType.Float32, 100_003);
        double[] plain = Train(name, ScalarType.Float64, 100_003);
        for (int i = 0; i < fused.Length; i++)
        {
            Assert.Equal(plain[i], fused[i], 2e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_steps_give_the_same_bits(string name)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(Train(name, ScalarType.Float32, 300_001), Train(name, ScalarType.Float32, 300_001));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_restored_state_continues_with_the_same_bits(string name)
    {
        using var scope = NewDisposeScope();
        foreach (ScalarType type in new[] { ScalarType.Float32, ScalarType.BFloat16 })
        {
            Tensor parameter = Parameter(37, type);
            using ParameterOptimizer first = Kind(name).Create([Group(("weight", parameter))]);
            TakeSteps(first, parameter, 0, 3);
            Tensor copy = parameter.detach().clone().requires_grad_();
            using ParameterOptimizer second = Kind(name).Create([Group(("weight", copy))]);
            second.SetState(first.GetState());
            TakeSteps(first, parameter, 3, 3);
            TakeSteps(second, copy, 3, 3);
            Assert.True(parameter.Equals(copy), $"{name}, {type}");
        }
    }

    [Fact]
    public void A_parameter_without_a_gradient_is_left_as_it_is()
    {
        using var scope = NewDisposeScope();
        Tensor used = Parameter(10);
        Tensor unused = Parameter(10);
        Tensor before = unused.detach().clone();
        using ParameterOptimizer optimizer = Kind("adamw").Create([Group(("used", used), ("unused", unused))]);
        used.grad = ones(10);
        Assert.Equal(Math.Sqrt(10), optimizer.ClipGradients(null), 1e-12);
        optimizer.Step(1);
        optimizer.ZeroGradients();
        Assert.True(unused.Equals(before));
        Assert.Null(unused.grad);
        Assert.DoesNotContain(optimizer.GetState().Keys, key => key.StartsWith("unused", StringComparison.Ordinal));
    }

    [Fact]
    public void Zeroed_gradients_keep_their_memory_for_the_next_backward_pass()
    {
        using var scope = NewDisposeScope();
        Tensor parameter = Parameter(10);
        using ParameterOptimizer optimizer = Kind("adamw").Create([Group(("weight", parameter))]);
        parameter.sum().backward();
        ref byte memory = ref parameter.grad!.bytes[0];
        optimizer.ZeroGradients();
        Assert.Equal(0, parameter.grad!.abs().sum().item<float>());
        (parameter * 3).sum().backward();
        Assert.True(System.Runtime.CompilerServices.Unsafe.AreSame(ref memory, ref parameter.grad!.bytes[0]));
        Assert.Equal(30, parameter.grad!.sum().item<float>());
    }

    [Fact]
    public void Clipping_ends_with_zeroed_gradients()
    {
        using var scope = NewDisposeScope();
        Tensor parameter = zeros(4, requires_grad: true);
        using ParameterOptimizer optimizer = new SgdKind(new() { LearningRate = 1 }).Create([Group(("weight", parameter))]);
        parameter.grad = ones(4);
        Assert.Equal(2, optimizer.ClipGradients(1), 1e-12);
        optimizer.ZeroGradients();
        parameter.grad = ones(4);
        optimizer.Step(1);
        Assert.Equal(-4, parameter.sum().item<float>(), 1e-6);
    }

    [Fact]
    public void A_norm_that_is_read_after_the_step_is_that_of_its_gradients()
    {
        using var scope = NewDisposeScope();
        Tensor parameter = zeros([4], ScalarType.Float64, requires_grad: true); // no fused loops
        using ParameterOptimizer optimizer = new SgdKind(new() { LearningRate = 1 }).Create([Group(("weight", parameter))]);
        parameter.grad = ones([4], ScalarType.Float64);
        Func<double> norm = optimizer.BeginClipping(1);
        optimizer.Step(1);
        optimizer.ZeroGradients();
        Assert.Equal(2, norm(), 1e-12);
        Assert.Equal(-2, parameter.sum().item<double>(), 1e-5);

        parameter.grad = ones([4], ScalarType.Float64);
        optimizer.Step(1); // the clipping has ended
        Assert.Equal(-6, parameter.sum().item<double>(), 1e-5);
    }

    [Fact]
    public void A_transposed_gradient_is_read_in_the_order_of_the_parameter()
    {
        using var scope = NewDisposeScope();
        Tensor parameter = zeros([2, 3], requires_grad: true);
        parameter.grad = arange(6, ScalarType.Float32).reshape(3, 2).t();
        using ParameterOptimizer optimizer = new SgdKind(new() { LearningRate = 1 }).Create([Group(("weight", parameter))]);
        optimizer.Step(1);
        Assert.Equal([0f, -2, -4, -1, -3, -5], parameter.detach().data<float>().ToArray());
    }

    [Fact]
    public void A_group_decides_its_weight_decay_and_rate()
    {
        using var scope = NewDisposeScope();
        Tensor plain = ones(1, requires_grad: true);
        Tensor slow = ones(1, requires_grad: true);
        Tensor decayed = ones(1, requires_grad: true);
        ParameterGroup[] groups =
        [
            Group(("plain", plain)),
            new() { Parameters = [("slow", slow)], LearningRateFactor = 0.5 },
            new() { Parameters = [("decayed", decayed)], WeightDecay = 1 },
        ];
        using ParameterOptimizer optimizer = new SgdKind(new() { LearningRate = 0.1 }).Create(groups);
        foreach (Tensor parameter in new[] { plain, slow, decayed })
        {
            parameter.grad = ones(1);
        }

        optimizer.Step(0.5);
        Assert.Equal(0.95f, plain.item<float>(), 1e-6);
        Assert.Equal(0.975f, slow.item<float>(), 1e-6);
        Assert.Equal(0.9f, decayed.item<float>(), 1e-6);
    }

    [Fact]
    public void A_step_leaves_no_tensor_behind()
    {
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        foreach (ScalarType type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            Tensor parameter = Parameter(100, type);
            using (ParameterOptimizer optimizer = Kind("adamw-amsgrad").Create([Group(("weight", parameter))]))
            {
                using (Tensor loss = parameter.square())
                using (Tensor sum = loss.sum())
                {
                    sum.backward();
                }

                optimizer.Step(1);
                long afterFirstStep = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
                for (int step = 0; step < 10; step++)
                {
                    optimizer.ClipGradients(0.1);
                    optimizer.Step(1);
                    optimizer.GetState();
                    optimizer.ZeroGradients();
                }

                Assert.Equal(afterFirstStep, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            }

            parameter.Dispose();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_state_of_other_parameters_is_refused()
    {
        using var scope = NewDisposeScope();
        using ParameterOptimizer optimizer = Kind("adamw").Create([Group(("weight", Parameter(3)))]);
        Assert.Contains("'other.step'", Assert.Throws<ArgumentException>(() => optimizer.SetState(new Dictionary<string, float[]> { ["other.step"] = [1] })).Message, StringComparison.Ordinal);
        Dictionary<string, float[]> state = new() { ["weight.step"] = [1], ["weight.exp_avg"] = [1, 2], ["weight.exp_avg_sq"] = [1, 2, 3] };
        Assert.Contains("'weight.exp_avg' has 2 numbers; 3 are expected", Assert.Throws<ArgumentException>(() => optimizer.SetState(state)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => optimizer.SetState(new Dictionary<string, float[]>(state) { ["weight.exp_avg"] = [1, 2, 3], ["weight.other"] = [1] }));
        Assert.Empty(optimizer.GetState()); // as it was
    }

    [Fact]
    public void A_name_given_twice_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("'weight'", Assert.Throws<ArgumentException>(() => Kind("sgd").Create([Group(("weight", Parameter(3)), ("weight", Parameter(3)))])).Message, StringComparison.Ordinal);
    }

    private static double[] Train(string name, ScalarType type, int length)
    {
        Tensor parameter = Parameter(length, type);
        using ParameterOptimizer optimizer = Kind(name).Create([Group(("weight", parameter))]);
        TakeSteps(optimizer, parameter, 0, 5);
        return [.. parameter.detach().to(ScalarType.Float64).data<double>()];
    }

    private static void TakeSteps(ParameterOptimizer optimizer, Tensor parameter, int firstStep, int count)
    {
        for (int step = firstStep; step < firstStep + count; step++)
        {
            parameter.grad = (arange(parameter.numel(), ScalarType.Float64) * (step + 1)).sin().to(parameter.dtype);
            optimizer.ClipGradients(1000);
            optimizer.Step(1.0 / (step + 1));
            optimizer.ZeroGradients();
        }
    }

    private static Tensor Parameter(int length, ScalarType type = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        return arange(length, ScalarType.Float64).cos().to(type).requires_grad_().MoveToOuterDisposeScope();
    }

    private static ParameterGroup Group(params (string Name, Tensor Parameter)[] parameters) => new() { Parameters = parameters };

    private static OptimizerKind Kind(string name) => name switch
    {
        "adamw" => new AdamWKind(new() { LearningRate = 0.01 }),
        "adamw-amsgrad" => new AdamWKind(new() { LearningRate = 0.01, AmsGrad = true }),
        "adam" => new AdamKind(new() { LearningRate = 0.01, WeightDecay = 0.01 }),
        "sgd" => new SgdKind(new() { LearningRate = 0.01, WeightDecay = 0.01 }),
        "sgd-momentum" => new SgdKind(new() { LearningRate = 0.01, Momentum = 0.9, Dampening = 0.1 }),
        _ => new SgdKind(new() { LearningRate = 0.01, Momentum = 0.9, Nesterov = true }),
    };
}
