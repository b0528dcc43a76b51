using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace TransferLearning.TextClassification.Checkpoints.PyTorch;

/// <summary>The bytes of a pickle, read in order and never past their end.</summary>
internal ref struct PickleInput(ReadOnlySpan<byte> bytes)
{
    private const int MaximumIntegerBytes = 1024;

    private readonly ReadOnlySpan<byte> bytes = bytes;

    /// <summary>How many bytes were read.</summary>
    internal int Position { get; private set; }

    internal byte Byte() => Take(1)[0];

    internal int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    internal int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    internal long UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    internal ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    internal double Float() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    internal string Utf8(ulong length) => Encoding.UTF8.GetString(Take(length));

    internal string Latin1(ulong length) => Encoding.Latin1.GetString(Take(length));

    internal byte[] Bytes(ulong length) => Take(length).ToArray();

    /// <summary>A whole number in two's complement, as <see cref="long"/> where it fits.</summary>
    internal object Integer(long length)
    {
        if (length is < 0 or > MaximumIntegerBytes)
        {
            throw new PickleException($"it holds a whole number of {length} bytes");
        }

        BigInteger value = new(Take((ulong)length));
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : value;
    }

    /// <summary>A line of ASCII text, without its end.</summary>
    internal string Line()
    {
        int length = bytes[Position..].IndexOf((byte)'\n');
        string line = length < 0 ? throw Ended() : Encoding.UTF8.GetString(Take((ulong)length));
        Take(1);
        return line;
    }

    /// <summary>A whole number written as a line, or the old spelling of a truth value (<c>00</c>, <c>01</c>).</summary>
    internal object LineInteger()
    {
        string line = Line().TrimEnd('L');
        return line switch
        {
            "00" => false,
            "01" => true,
            _ => long.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : throw new PickleException("it holds a whole number that cannot be read"),
        };
    }

    /// <summary>A number written as a line.</summary>
    internal double LineFloat() =>
        double.TryParse(Line(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : throw new PickleException("it holds a number that cannot be read");

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(bytes.Length - Position))
        {
            throw Ended();
        }

        ReadOnlySpan<byte> taken = bytes.Slice(Position, (int)length);
        Position += (int)length;
        return taken;
    }

    private static PickleException Ended() => new("it ends too early");
}
