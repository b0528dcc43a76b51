using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>Rotates pairs of dimensions by angles that grow with the token's position (Su et al. 2021), the first half of a head with the second.</summary>
internal sealed class RotaryTable
{
    private readonly Tensor cosines; // [tokens, 1, headSize]
    private readonly Tensor sines;

    /// <param name="positions">The position of each token, int64 <c>[tokens]</c>.</param>
    /// <param name="headSize">The size of a head, even.</param>
    /// <param name="theta">The base of the wave lengths.</param>
    internal RotaryTable(Tensor positions, int headSize, double theta)
    {
        Tensor exponents = arange(0, headSize, 2, ScalarType.Float32, positions.device) / headSize;
        Tensor frequencies = 1 / pow(theta, exponents); // [headSize / 2]
        Tensor angles = positions.to(ScalarType.Float32).unsqueeze(1) * frequencies; // [tokens, headSize / 2]
        Tensor both = cat([angles, angles], 1).unsqueeze(1);
        cosines = both.cos();
        sines = both.sin();
    }

    /// <summary>Rotates <c>[tokens, heads · headSize]</c>.</summary>
    internal Tensor Rotate(Tensor input, int heads)
    {
        Tensor byHead = input.view(input.shape[0], heads, -1); // [tokens, heads, headSize]
        Tensor[] halves = byHead.chunk(2, -1);
        return ((byHead * cosines) + (cat([-halves[1], halves[0]], -1) * sines)).view(input.shape[0], -1);
    }
}
