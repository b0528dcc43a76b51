using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using TransferLearning.TextClassification.Checkpoints.Vectors;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Checkpoints;

/// <summary>Files of word vectors: the three layouts, what is found in them, and what is said of broken ones.</summary>
public sealed class WordVectorReaderTests : IDisposable
{
    private static readonly Dictionary<string, int> Wanted = new(StringComparer.Ordinal) { ["the"] = 7, ["naïve"] = 9, ["paris"] = 11, ["missing"] = 13, ["."] = 15 };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("the 0.5 -1 2e-1\nnaïve 1 2 3\nParis 4 5 6\nother 0 0 0\n. 7 8 9\n", 5)]
    [InlineData("the 0.5 -1 2e-1 \r\nnaïve 1 2 3 \r\nParis 4 5 6 \r\n. 7 8 9 ", 4)]
    [InlineData("4 3\nthe 0.5 -1 2e-1\nnaïve 1 2 3\nParis 4 5 6\n. 7 8 9\n", 4)]
    [InlineData(". . . 1 1 1\nthe 0.5 -1 2e-1\nthe 9 9 9\nnaïve 1 2 3\nat a@b.c 2 2 2\nParis 4 5 6\nPARIS 0 0 0\n. 7 8 9\n", 8)]
    public void Text_is_read_with_and_without_a_header(string content, int words)
    {
        FoundVectors found = Read(Encoding.UTF8.GetBytes(content));

        AssertVectors(found);
        Assert.Equal(words, found.WordsInFile);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Binary_is_read_with_and_without_line_feeds(bool lineFeeds)
    {
        FoundVectors found = Read(Binary(lineFeeds));

        AssertVectors(found);
        Assert.Equal(5, found.WordsInFile);
        Assert.Equal("4 of 5 words (80 %) have a vector in vectors, which holds 5 of 3 numbers", found.ToString());
    }

    [Theory]
    [InlineData("the 1 2 3\nparis 4 5 6\n")]
    [InlineData("2 3\nthe 1 2 3\nparis 4 5 6\n")]
    public void A_byte_order_mark_is_no_part_of_the_first_word(string content)
    {
        FoundVectors without = Read(Encoding.UTF8.GetBytes(content));
        FoundVectors found = Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(content)]);

        Assert.Equal(without.ById.OrderBy(pair => pair.Key), found.ById.OrderBy(pair => pair.Key));
        Assert.Equal(2, found.ById.Count);
    }

    [Fact]
    public void A_word_written_the_same_counts_before_its_capitalised_form()
    {
        FoundVectors lowered = Read("Paris 1 1\nPARIS 2 2\nparis 3 3\nParis 4 4\n"u8.ToArray());
        FoundVectors cased = Read("Paris 1 1\nother 2 2\n"u8.ToArray(), areLowerCased: false);

        Assert.Equal([3f, 3f], lowered.ById[11]);
        Assert.Empty(cased.ById);
    }

    [Theory]
    [InlineData("the 1 2 3\nnaïve 1 2\n", "line 2: the line 'naïve 1 2' has 2 numbers behind its word, but the others have 3")]
    [InlineData("the 1 2 3\nother 1 2 3 4\n", "line 2: the line 'other 1 2 3 4' has 4 numbers behind its word, but the others have 3")]
    [InlineData("the 1 2 3\nother\n", "line 2: the line 'other' has 0 numbers")]
    [InlineData("3 3\nthe 1 2 3\nparis 1 x2 3\na 1 2 3\n", "line 3: number 2 of the word 'paris' is 'x2'; a finite number is expected")]
    [InlineData("the 1 2 3\nother 1 2 nan\n", "line 2: number 3 of the word 'other' is 'nan'; a finite number is expected")]
    [InlineData("the 1 2 3\nparis 1 2 1e99\n", "line 2: number 3 of the word 'paris' is '1e99'; a finite number is expected")]
    [InlineData("the 1 2 3\nparis 1  3\n", "line 2: number 2 of the word 'paris' is ''")]
    [InlineData("3 3\nthe 1 2 3\nparis 1 2 3\n", "line 3: the file ends after 2 words, but its first line announces 3")]
    [InlineData("", "line 1: '' is neither a word with its numbers nor the number of words")]
    [InlineData("hello world\n", "line 1: 'hello world' is neither")]
    [InlineData("5 0\n", "line 1: '5 0' is neither")]
    public void A_broken_text_file_is_refused_with_line_and_value(string content, string expected) => AssertRefused(Encoding.UTF8.GetBytes(content), expected);

    [Fact]
    public void A_binary_file_that_is_cut_off_is_refused_with_the_word()
    {
        byte[] whole = Binary(lineFeeds: true);

        AssertRefused(whole[..^5], "word 5: the file ends within it, but its first line announces 5 words");
        AssertRefused(whole[..whole.AsSpan().IndexOf("naïve"u8)], "word 2: the file ends within it");
        AssertRefused([.. "9 "u8, .. whole[2..]], "word 6: the file ends within it, but its first line announces 9 words");
    }

    [Fact]
    public void A_binary_file_with_what_is_no_number_or_no_word_is_refused()
    {
        byte[] notANumber = Binary(lineFeeds: false, broken: float.NaN);
        byte[] endless = [.. "2 100\n"u8, .. Enumerable.Repeat((byte)0xAA, 10_000)];

        AssertRefused(notANumber, "word 3: number 2 of 'Paris' is NaN; a finite number is expected");
        AssertRefused(endless, "word 1: it has no end within 4096 bytes");
    }

    [Fact]
    public void A_compressed_file_is_refused()
    {
        AssertRefused([0x1F, 0x8B, 8, 0], "the file is compressed. Unpack it first");
        AssertRefused([.. "PK"u8, 3, 4, 0], "the file is compressed. Unpack it first");
    }

    [Fact]
    public void A_missing_file_is_refused() =>
        Assert.Contains("cannot be read", Assert.Throws<CheckpointException>(() => WordVectorReader.Read(folder.File("none"), Wanted, true)).Message, StringComparison.Ordinal);

    [Fact]
    public void Six_hundred_thousand_lines_take_the_memory_of_the_words_kept()
    {
        const int Lines = 600_000;
        const int Dimension = 50;
        string path = folder.File("large");
        using (StreamWriter writer = new(path))
        {
            string numbers = string.Concat(Enumerable.Range(0, Dimension).Select(i => string.Create(CultureInfo.InvariantCulture, $" {(i - 25) * 0.0173:F5}")));
            for (int line = 0; line < Lines; line++)
            {
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"word{line}"));
                writer.Write(numbers);
                writer.Write('\n');
            }
        }

        Dictionary<string, int> few = Enumerable.Range(0, 1000).ToDictionary(i => string.Create(CultureInfo.InvariantCulture, $"word{i * 600}"), i => i);
        WordVectorReader.Read(path, Wanted, areLowerCased: true); // warm
        long before = GC.GetAllocatedBytesForCurrentThread();
        FoundVectors found = WordVectorReader.Read(path, few, areLowerCased: true);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal((few.Count, (long)Lines), (found.ById.Count, found.WordsInFile));
        Assert.Equal(Dimension, found.ById[999].Length);
        Assert.InRange(allocated, 0, (few.Count * Dimension * sizeof(float) * 2) + (8 << 20)); // the file has some 290 MB
        Assert.True(new FileInfo(path).Length > 200_000_000);
    }

    private static byte[] Binary(bool lineFeeds, float broken = 5)
    {
        List<byte> bytes = [.. "5 3\n"u8];
        foreach ((string word, float[] vector) in ((string, float[])[])[("the", [0.5f, -1, 0.2f]), ("naïve", [1, 2, 3]), ("Paris", [4, broken, 6]), ("other", [0, 0, 0]), (".", [7, 8, 9])])
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(word + " "));
            bytes.AddRange(MemoryMarshal.AsBytes<float>(vector).ToArray());
            bytes.AddRange(lineFeeds ? "\n"u8.ToArray() : []);
        }

        return [.. bytes];
    }

    private static void AssertVectors(FoundVectors found)
    {
        Assert.Equal([7, 9, 11, 15], found.ById.Keys.Order());
        Assert.Equal([0.5f, -1f, 0.2f], found.ById[7]);
        Assert.Equal([1f, 2f, 3f], found.ById[9]);
        Assert.Equal([4f, 5f, 6f], found.ById[11]);
        Assert.Equal([7f, 8f, 9f], found.ById[15]);
    }

    private FoundVectors Read(byte[] content, bool areLowerCased = true)
    {
        string path = folder.File("vectors");
        File.WriteAllBytes(path, content);
        return WordVectorReader.Read(path, Wanted, areLowerCased);
    }

    private void AssertRefused(byte[] content, string expected)
    {
        CheckpointException exception = Assert.Throws<CheckpointException>(() => Read(content));

        Assert.StartsWith($"{folder.File("vectors")}: {expected}", exception.Message, StringComparison.Ordinal);
        Assert.Equal(folder.File("vectors"), exception.Path);
    }
}
