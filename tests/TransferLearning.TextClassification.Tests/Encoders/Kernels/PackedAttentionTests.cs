using TransferLearning.TextClassification.Encoders.Kernels;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Encoders.Kernels;

public class PackedAttentionTests
{
    private const int Heads = 3;

    private static readonly SeededRandom Stream = SeededRandom.FromSeed(5).Child("dropout");
    private static readonly int[] Offsets = Lengths(1, 2, 3, 5, 8, 16, 17, 31, 32, 33, 47, 48, 49, 64, 65, 100, 130, 4, 300, 7);

    public PackedAttentionTests() => NativeBackend.EnsureLoaded();

    public static TheoryData<int, bool, int?, double> Shapes
    {
        get
        {
            TheoryData<int, bool, int?, double> shapes = [];
            foreach (int headSize in new[] { 8, 16, 20, 32, 64, 80 })
            {
                shapes.Add(headSize, false, null, 0);
                shapes.Add(headSize, false, null, 0.1);
                shapes.Add(headSize, true, null, headSize == 32 ? 0.25 : 0);
                shapes.Add(headSize, false, 13, headSize == 32 ? 0.25 : 0);
            }

            shapes.Add(32, true, 20, 0.1);
            shapes.Add(32, false, 0, 0);
            shapes.Add(32, false, int.MaxValue, 0);
            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Output_and_gradient_equal_those_of_attention_written_out(int headSize, bool causal, int? window, double probability)
    {
        AttentionShape shape = Shape(headSize, causal, window);
        float[] input = Normal(3 * shape.Hidden, "input");
        float[] outputGradient = Normal(shape.Hidden, "gradient");
        (float[] expected, float[] expectedGradient) = ReferenceAttention.Run(shape, Offsets, input, outputGradient, probability, Stream);

        (float[] output, float[] gradient) = Run(shape, input, outputGradient, new AttentionDropout(probability, Stream));

        AssertClose(expected, output, 2e-6);
        AssertClose(expectedGradient, gradient, 3e-6);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Where_one_token_of_each_text_asks_its_output_and_all_gradients_are_the_same(int headSize, bool causal, int? window, double probability)
    {
        AttentionShape shape = Shape(headSize, causal, window);
        AttentionDropout dropout = new(probability, Stream);
        int texts = Offsets.Length - 1;
        int[] chosen = [.. Enumerable.Range(0, texts).Select(text => (text % 3) switch
        {
            0 => Offsets[text],
            1 => Offsets[text + 1] - 1,
            _ => (Offsets[text] + Offsets[text + 1]) / 2,
        })];
        float[] input = Normal(3 * shape.Hidden, "input");
        float[] outputGradient = Rows(Normal(shape.Hidden, "gradient"), shape.Hidden, 0, shape.Hidden, chosen);
        float[] gradientOfAll = new float[Offsets[^1] * shape.Hidden];
        for (int text = 0; text < texts; text++)
        {
            outputGradient.AsSpan(text * shape.Hidden, shape.Hidden).CopyTo(gradientOfAll.AsSpan(chosen[text] * shape.Hidden));
        }

        (float[] expected, float[] expectedGradient) = Run(shape, input, gradientOfAll, dropout);
        int[] all = [.. Enumerable.Range(0, Offsets[^1])];
        float[] queries = Rows(input, 3 * shape.Hidden, 0, shape.Hidden, chosen);
        float[] keyValue = Rows(input, 3 * shape.Hidden, shape.Hidden, 2 * shape.Hidden, all);
        float[] output = new float[texts * shape.Hidden];
        float[] logSumExp = new float[texts * Heads];
        float[] queryGradient = new float[queries.Length];
        float[] keyValueGradient = new float[keyValue.Length];

        AttentionRows<float> rows = new(queries, keyValue, shape.Hidden);
        PackedAttention.Forward<float, Float32Element>(shape, Offsets, .., rows, chosen, output, logSumExp, dropout);
        PackedAttention.Backward<float, Float32Element>(
            shape, Offsets, .., rows, chosen, output, logSumExp, outputGradient, new AttentionRows<float>(queryGradient, keyValueGradient, shape.Hidden), dropout);

        AssertClose(Rows(expected, shape.Hidden, 0, shape.Hidden, chosen), output, 2e-6);
        AssertClose(Rows(expectedGradient, 3 * shape.Hidden, 0, shape.Hidden, chosen), queryGradient, 3e-6);
        AssertClose(Rows(expectedGradient, 3 * shape.Hidden, shape.Hidden, 2 * shape.Hidden, all), keyValueGradient, 3e-6);
    }

    [Fact]
    public void A_chosen_token_of_another_text_is_refused()
    {
        AttentionShape shape = new(1, 16, 1);
        ArgumentException error = Assert.Throws<ArgumentException>(
            "chosen",
            () => PackedAttention.Forward<float, Float32Element>(
                shape, [0, 2, 3], .., new AttentionRows<float>(new float[32], new float[96], 16), [2, 2], new float[32], default, default));
        Assert.StartsWith("Token 2 is none of text 0's, 0 to 1.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void In_bfloat16_only_what_is_stored_is_rounded(int headSize, bool causal, int? window, double probability)
    {
        AttentionShape shape = Shape(headSize, causal, window);
        AttentionDropout dropout = new(probability, Stream);
        ushort[] input = ToBFloat16(Normal(3 * shape.Hidden, "input"));
        ushort[] outputGradient = ToBFloat16(Normal(shape.Hidden, "gradient"));
        (float[] expected, _) = Run(shape, ToFloat32(input), ToFloat32(outputGradient), dropout);
        ushort[] output = new ushort[outputGradient.Length];
        ushort[] gradient = new ushort[input.Length];
        float[] logSumExp = new float[Offsets[^1] * Heads];

        PackedAttention.Forward(shape, Offsets, .., input, output, logSumExp, dropout);
        PackedAttention.Backward(shape, Offsets, .., input, output, logSumExp, outputGradient, gradient, dropout);

        Assert.Equal(ToBFloat16(expected), output);
        // The gradient comes by way of the rounded output.
        float[] expectedGradient = new float[input.Length];
        PackedAttention.Backward(shape, Offsets, .., ToFloat32(input), ToFloat32(output), logSumExp, ToFloat32(outputGradient), expectedGradient, dropout);
        Assert.Equal(ToBFloat16(expectedGradient), gradient);
    }

    [Fact]
    public void A_batch_done_by_ranges_of_texts_in_any_order_gives_the_same_bits()
    {
        AttentionShape shape = Shape(32, false, null);
        AttentionDropout dropout = new(0.1, Stream);
        float[] input = Normal(3 * shape.Hidden, "input");
        float[] outputGradient = Normal(shape.Hidden, "gradient");
        (float[] expected, float[] expectedGradient) = Run(shape, input, outputGradient, dropout);
        float[] output = new float[expected.Length];
        float[] gradient = new float[input.Length];
        float[] logSumExp = new float[Offsets[^1] * Heads];

        Parallel.ForEach<Range>([17..20, 0..1, 1..10, 10..17], texts =>
        {
            PackedAttention.Forward(shape, Offsets, texts, input, output, logSumExp, dropout);
            PackedAttention.Backward(shape, Offsets, texts, input, output, logSumExp, outputGradient, gradient, dropout);
        });

        Assert.Equal(expected, output);
        Assert.Equal(expectedGradient, gradient);
    }

    [Fact]
    public void Without_log_sum_exp_the_output_is_the_same()
    {
        AttentionShape shape = Shape(32, false, null);
        float[] input = Normal(3 * shape.Hidden, "input");
        (float[] expected, _) = Run(shape, input, Normal(shape.Hidden, "gradient"), default);
        float[] output = new float[expected.Length];

        PackedAttention.Forward(shape, Offsets, .., input, output, []);

        Assert.Equal(expected, output);
    }

    [Fact]
    public void Scores_far_apart_do_not_overflow()
    {
        AttentionShape shape = new(1, 16, 1);
        int[] offsets = [0, 20];
        float[] input = new float[20 * 48];
        for (int token = 0; token < 20; token++)
        {
            input[token * 48] = 100;
            input[(token * 48) + 16] = token - 30; // scores of -3000 to -1100
            input[(token * 48) + 32] = token;
        }

        float[] output = new float[20 * 16];
        PackedAttention.Forward(shape, offsets, .., input, output, []);

        Assert.Equal(Enumerable.Repeat(19f, 20), output.Where((_, i) => i % 16 == 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void What_is_not_a_number_stays_so_within_its_text(int part)
    {
        AttentionShape shape = Shape(16, false, null);
        float[] input = Normal(3 * shape.Hidden, "input");
        input[(Offsets[10] * 3 * shape.Hidden) + (part * shape.Hidden)] = float.NaN;

        (float[] output, float[] gradient) = Run(shape, input, Normal(shape.Hidden, "gradient"), default);

        Assert.Equal([10], Texts(output, shape.Hidden));
        Assert.Equal([10], Texts(gradient, 3 * shape.Hidden));

        static int[] Texts(float[] values, int width) =>
            [.. Enumerable.Range(0, values.Length).Where(i => float.IsNaN(values[i])).Select(i => Text(i / width)).Distinct()];
    }

    [Fact]
    public void Dropout_drops_its_share_and_keeps_the_mean()
    {
        // Equal scores, and values that are 1: an output is the kept share times the factor.
        AttentionShape shape = new(4, 16, 1);
        int[] offsets = [0, 512];
        float[] input = new float[512 * 3 * 64];
        for (int i = 0; i < input.Length; i++)
        {
            input[i] = i % 192 < 128 ? 0 : 1;
        }

        float[] output = new float[512 * 64];
        PackedAttention.Forward(shape, offsets, .., input, output, [], new AttentionDropout(0.1, Stream));

        // 2^20 draws: the standard deviation of their mean is 3.3e-4; of one row's, 1.5e-2.
        Assert.Equal(1, output.Average(), 1.3e-3);
        Assert.Equal(1.47e-2, Math.Sqrt(output.Average(value => Math.Pow(value - 1, 2))), 1e-3);
    }

    [Fact]
    public void A_second_call_allocates_nothing()
    {
        AttentionShape shape = Shape(32, true, 20);
        AttentionDropout dropout = new(0.1, Stream);
        float[] input = Normal(3 * shape.Hidden, "input");
        float[] output = new float[input.Length / 3];
        float[] gradient = new float[input.Length];
        float[] logSumExp = new float[Offsets[^1] * Heads];
        Both();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Both();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Both()
        {
            PackedAttention.Forward(shape, Offsets, .., input, output, logSumExp, dropout);
            PackedAttention.Backward(shape, Offsets, .., input, output, logSumExp, output, gradient, dropout);
        }
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        AttentionShape shape = new(2, 8, 1);
        Assert.Throws<ArgumentException>("queryKeyValue", () => PackedAttention.Forward(shape, [0, 2], .., new float[95], new float[32], []));
        Assert.Throws<ArgumentException>("output", () => PackedAttention.Forward(shape, [0, 2], .., new float[96], new float[33], []));
        Assert.Throws<ArgumentException>("logSumExp", () => PackedAttention.Forward(shape, [0, 2], .., new float[96], new float[32], new float[3]));
        Assert.Throws<ArgumentException>("offsets", () => PackedAttention.Forward(shape, [0, 2, 2], .., new float[96], new float[32], []));
        Assert.Throws<ArgumentException>("gradient", () => PackedAttention.Backward(
            shape, [0, 2], .., new float[96], new float[32], new float[4], new float[32], new float[95]));
    }

    private static AttentionShape Shape(int headSize, bool causal, int? window) => new(Heads, headSize, 1 / MathF.Sqrt(headSize), causal, window);

    private static (float[] Output, float[] Gradient) Run(AttentionShape shape, float[] input, float[] outputGradient, AttentionDropout dropout)
    {
        float[] output = new float[outputGradient.Length];
        float[] gradient = new float[input.Length];
        float[] logSumExp = new float[Offsets[^1] * Heads];
        PackedAttention.Forward(shape, Offsets, .., input, output, logSumExp, dropout);
        PackedAttention.Backward(shape, Offsets, .., input, output, logSumExp, outputGradient, gradient, dropout);
        return (output, gradient);
    }

    /// <summary>Some columns of some rows.</summary>
    private static float[] Rows(float[] matrix, int stride, int first, int count, int[] rows) =>
        [.. rows.SelectMany(row => matrix.Skip((row * stride) + first).Take(count))];

    private static int[] Lengths(params int[] lengths)
    {
        int[] offsets = new int[lengths.Length + 1];
        for (int i = 0; i < lengths.Length; i++)
        {
            offsets[i + 1] = offsets[i] + lengths[i];
        }

        return offsets;
    }

    private static int Text(int token) => Array.FindLastIndex(Offsets, offset => offset <= token);

    private static float[] Normal(int width, string name)
    {
        float[] values = new float[Offsets[^1] * width];
        SeededRandom.FromSeed(1).Child(name).FillNormal(values, 1);
        return values;
    }

    private static ushort[] ToBFloat16(float[] values)
    {
        return [.. values.Select(value =>
        {
            uint bits = BitConverter.SingleToUInt32Bits(value);
            return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
        })];
    }

    private static float[] ToFloat32(ushort[] values) => [.. values.Select(value => BitConverter.UInt32BitsToSingle((uint)value << 16))];

    private static void AssertClose(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double worst = 0;
        int at = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs(expected[i] - (double)actual[i]) / Math.Max(1, Math.Abs(expected[i]));
            if (!(difference <= worst))
            {
                (worst, at) = (difference, i);
            }
        }

        Assert.True(worst <= tolerance, $"Element {at}: {actual[at]} given, {expected[at]} expected, {worst:e2} apart.");
    }
}
