namespace TransferLearning.TextClassification.Checkpoints.PyTorch;

/// <summary>
/// Runs the data half of Python's pickle machine (protocols 0 to 5; Python's <c>pickletools.py</c> documents each opcode): it builds lists, tuples,
/// dictionaries, texts and numbers, and hands every name and call to its host. There is no way from here to code. It does not recurse, and its memory is bounded by the pickle's length.
/// </summary>
internal sealed class PickleMachine(IPickleHost host)
{
    private static readonly object Mark = new();

    private readonly List<object?> stack = [];
    private readonly Dictionary<long, object?> memo = [];

    /// <summary>Runs a pickle to its end.</summary>
    /// <param name="bytes">They may go on after the pickle.</param>
    /// <param name="host">What names mean.</param>
    /// <param name="length">The bytes of the pickle.</param>
    /// <exception cref="PickleException">It is broken, or asks for what the host refuses.</exception>
    internal static object? Load(ReadOnlySpan<byte> bytes, IPickleHost host, out int length)
    {
        PickleMachine machine = new(host);
        PickleInput input = new(bytes);
        while (true)
        {
            char opcode = (char)input.Byte();
            if (opcode == '.')
            {
                length = input.Position;
                return machine.Pop();
            }

            if (!machine.Constant(opcode, ref input) && !machine.Container(opcode) && !machine.Memo(opcode, ref input) && !machine.Name(opcode, ref input))
            {
                throw new PickleException($"it holds the instruction 0x{(int)opcode:x2}, which is not known or not allowed");
            }
        }
    }

    private bool Constant(char opcode, ref PickleInput input)
    {
        switch (opcode)
        {
            case '\x80': // PROTO
                byte protocol = input.Byte();
                return protocol <= 5 ? true : throw new PickleException($"it is written in protocol {protocol}; up to 5 are known");
            case '\x95': // FRAME
                input.UInt64();
                return true;
            case 'N':
                return Push(null);
            case '\x88': // NEWTRUE
                return Push(true);
            case '\x89': // NEWFALSE
                return Push(false);
            case 'K': // BININT1
                return Push((long)input.Byte());
            case 'M': // BININT2
                return Push((long)input.UInt16());
            case 'J': // BININT
                return Push((long)input.Int32());
            case 'I' or 'L': // INT, LONG
                return Push(input.LineInteger());
            case '\x8a': // LONG1
                return Push(input.Integer(input.Byte()));
            case '\x8b': // LONG4
                return Push(input.Integer(input.Int32()));
            case 'G': // BINFLOAT
                return Push(input.Float());
            case 'F': // FLOAT
                return Push(input.LineFloat());
            case 'V' or 'S': // UNICODE, STRING
                return Push(input.Line().Trim('\'', '"'));
            case '\x8c': // SHORT_BINUNICODE
                return Push(input.Utf8(input.Byte()));
            case 'X': // BINUNICODE
                return Push(input.Utf8((ulong)input.UInt32()));
            case '\x8d': // BINUNICODE8
                return Push(input.Utf8(input.UInt64()));
            case 'U': // SHORT_BINSTRING
                return Push(input.Latin1(input.Byte()));
            case 'T': // BINSTRING
                return Push(input.Latin1((ulong)input.UInt32()));
            case 'C': // SHORT_BINBYTES
                return Push(input.Bytes(input.Byte()));
            case 'B': // BINBYTES
                return Push(input.Bytes((ulong)input.UInt32()));
            case '\x8e' or '\x96': // BINBYTES8, BYTEARRAY8
                return Push(input.Bytes(input.UInt64()));
            default:
                return false;
        }
    }

    private bool Container(char opcode)
    {
        switch (opcode)
        {
            case '(':
                return Push(Mark);
            case '0': // POP
                Pop();
                return true;
            case '1': // POP_MARK
                PopToMark();
                return true;
            case '2': // DUP
                return Push(Peek());
            case ')': // EMPTY_TUPLE
                return Push(Array.Empty<object?>());
            case '\x85': // TUPLE1
                return Push(PopMany(1));
            case '\x86': // TUPLE2
                return Push(PopMany(2));
            case '\x87': // TUPLE3
                return Push(PopMany(3));
            case 't': // TUPLE
                return Push(PopToMark());
            case ']' or '\x8f': // EMPTY_LIST, EMPTY_SET
                return Push(new List<object?>());
            case 'l' or '\x91': // LIST, FROZENSET
                return Push(PopToMark().ToList());
            case 'a': // APPEND
                return Append(PopMany(1));
            case 'e' or '\x90': // APPENDS, ADDITEMS
                return Append(PopToMark());
            case '}': // EMPTY_DICT
                return Push(new PickleDictionary());
            case 'd': // DICT
                object?[] items = PopToMark();
                Push(new PickleDictionary());
                return SetItems(items);
            case 's': // SETITEM
                return SetItems(PopMany(2));
            case 'u': // SETITEMS
                return SetItems(PopToMark());
            default:
                return false;
        }
    }

    private bool Memo(char opcode, ref PickleInput input)
    {
        switch (opcode)
        {
            case 'q': // BINPUT
                memo[input.Byte()] = Peek();
                return true;
            case 'r': // LONG_BINPUT
                memo[input.UInt32()] = Peek();
                return true;
            case 'p': // PUT
                memo[MemoIndex(input.LineInteger())] = Peek();
                return true;
            case '\x94': // MEMOIZE
                memo[memo.Count] = Peek();
                return true;
            case 'h': // BINGET
                return Push(Remembered(input.Byte()));
            case 'j': // LONG_BINGET
                return Push(Remembered(input.UInt32()));
            case 'g': // GET
                return Push(Remembered(MemoIndex(input.LineInteger())));
            default:
                return false;
        }
    }

    private bool Name(char opcode, ref PickleInput input)
    {
        switch (opcode)
        {
            case 'c': // GLOBAL
                string module = input.Line();
                return Push(host.Global(new(module, input.Line())));
            case '\x93': // STACK_GLOBAL
                object?[] names = PopMany(2);
                return names is [string moduleName, string name]
                    ? Push(host.Global(new(moduleName, name)))
                    : throw new PickleException("it asks for something whose name is not text");
            case 'R' or '\x81': // REDUCE, NEWOBJ
                object?[] call = PopMany(2);
                return Push(host.Reduce(call[0], call[1] as object?[] ?? throw new PickleException("it calls something without a tuple of arguments")));
            case 'b': // BUILD
                object? state = Pop();
                host.Build(Peek(), state);
                return true;
            case 'Q': // BINPERSID
                return Push(host.Persistent(Pop()));
            case 'P': // PERSID
                return Push(host.Persistent(input.Line()));
            default:
                return false;
        }
    }

    private bool Push(object? value)
    {
        stack.Add(value);
        return true;
    }

    private object? Peek() => stack.Count > 0 && stack[^1] != Mark ? stack[^1] : throw Unbalanced();

    private object? Pop()
    {
        object? value = Peek();
        stack.RemoveAt(stack.Count - 1);
        return value;
    }

    private object?[] PopMany(int count)
    {
        object?[] values = new object?[count];
        for (int i = count - 1; i >= 0; i--)
        {
            values[i] = Pop();
        }

        return values;
    }

    private object?[] PopToMark()
    {
        int mark = stack.FindLastIndex(item => ReferenceEquals(item, Mark));
        if (mark < 0)
        {
            throw Unbalanced();
        }

        object?[] values = [.. stack[(mark + 1)..]];
        stack.RemoveRange(mark, stack.Count - mark);
        return values;
    }

    private bool Append(object?[] values)
    {
        List<object?> list = Peek() as List<object?> ?? throw new PickleException("it appends to something that is not a list");
        list.AddRange(values);
        return true;
    }

    private bool SetItems(object?[] items)
    {
        if (Peek() is not PickleDictionary dictionary || items.Length % 2 != 0)
        {
            throw new PickleException("it sets items of something that is not a dictionary");
        }

        for (int i = 0; i < items.Length; i += 2)
        {
            dictionary.Add(items[i], items[i + 1]);
        }

        return true;
    }

    private object? Remembered(long index) =>
        memo.TryGetValue(index, out object? value) ? value : throw new PickleException($"it refers to its object {index}, which it does not hold");

    private static long MemoIndex(object index) => index as long? ?? throw Unbalanced();

    private static PickleException Unbalanced() => new("its instructions do not fit together");
}
