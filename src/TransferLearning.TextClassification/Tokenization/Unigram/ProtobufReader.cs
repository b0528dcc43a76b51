using System.Buffers.Binary;

namespace TransferLearning.TextClassification.Tokenization.Unigram;

/// <summary>Reads the fields of a protobuf message one by one.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message, string path)
{
    private ReadOnlySpan<byte> rest = message;

    /// <summary>The number of the field read last.</summary>
    internal int Field { get; private set; }

    /// <summary>Its value, where it is a whole number.</summary>
    internal ulong Number { get; private set; }

    /// <summary>Its bytes, where it is a string or a message.</summary>
    internal ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Its value, where it is a 32-bit floating-point number.</summary>
    internal readonly float Single => BitConverter.UInt32BitsToSingle((uint)Number);

    /// <summary>Reads a field; false at the end.</summary>
    /// <exception cref="CheckpointException">The message is broken.</exception>
    internal bool Read()
    {
        if (rest.IsEmpty)
        {
            return false;
        }

        ulong key = ReadNumber();
        Field = key >> 3 is > 0 and < 1 << 29 ? (int)(key >> 3) : throw Broken();
        Number = 0;
        Bytes = default;
        switch (key & 7)
        {
            case 0:
                Number = ReadNumber();
                break;
            case 1:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case 2:
                Bytes = Take(ReadNumber());
                break;
            case 5:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            default:
                throw Broken();
        }

        return true;
    }

    private ulong ReadNumber()
    {
        ulong number = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = Take(1)[0];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return number;
            }
        }

        throw Broken();
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)rest.Length)
        {
            throw Broken();
        }

        ReadOnlySpan<byte> taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }

    private readonly CheckpointException Broken() =>
        TokenizerJsonFile.Error(path, $"is no SentencePiece model, or cut short ({rest.Length} bytes before the end of a part); download it again.");
}
