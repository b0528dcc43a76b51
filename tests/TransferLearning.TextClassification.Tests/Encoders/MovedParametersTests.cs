using System.Reflection;
using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Extensibility;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Encoders;

/// <summary>An encoder goes to a device after it was made. Another type of numbers takes the same way and needs no device.</summary>
public sealed class MovedParametersTests
{
    public static TheoryData<string> Names => [.. EncoderCase.All.Select(encoder => encoder.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Blocks_compute_with_the_moved_parameters(string name)
    {
        NativeBackend.EnsureLoaded();
        EncoderCase chosen = EncoderCase.All.Single(encoder => encoder.Name == name);
        using TextEncoder encoder = chosen.Family.CreatePooled(new() { Values = chosen.Configuration, Pooling = chosen.Family.DefaultPooling });

        encoder.to(torch.ScalarType.Float64);

        Parameter[] held = [.. encoder.modules().Append(encoder).SelectMany(ParametersOf).Distinct()];
        Assert.All(held, parameter => Assert.Equal(torch.ScalarType.Float64, parameter.dtype));
        Assert.Equal(encoder.parameters().Select(parameter => parameter.Handle).Order(), held.Select(parameter => parameter.Handle).Order());
        Assert.All(held, parameter => Assert.True(parameter is { is_leaf: true, requires_grad: true }));
    }

    private static IEnumerable<Parameter> ParametersOf(torch.nn.Module module) => module.GetType()
        .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(field => field.FieldType == typeof(Parameter))
        .Select(field => (Parameter?)field.GetValue(module)).OfType<Parameter>();
}
