namespace TransferLearning.TextClassification.Tests.Docs;

/// <summary>A block of C# in a page of the documentation.</summary>
/// <param name="Page">The page, relative to the repository.</param>
/// <param name="Line">The line of its first line of code, from 1.</param>
/// <param name="Code">The code.</param>
internal sealed record CodeBlock(string Page, int Line, string Code)
{
    private const string Fence = "```";

    /// <summary>All blocks marked <c>csharp</c> of the README and the pages in docs/.</summary>
    internal static IEnumerable<CodeBlock> FindAll() =>
        Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Append(Repository.PathOf("README.md"))
            .Order(StringComparer.Ordinal)
            .SelectMany(page => FindIn(Path.GetRelativePath(Repository.PathOf(), page), File.ReadAllLines(page)));

    private static IEnumerable<CodeBlock> FindIn(string page, string[] lines)
    {
        int? start = null;
        for (int line = 0; line < lines.Length; line++)
        {
            string trimmed = lines[line].Trim();
            if (start is null && trimmed == Fence + "csharp")
            {
                start = line + 1;
            }
            else if (start is { } first && trimmed == Fence)
            {
                yield return new(page, first + 1, string.Join('\n', lines[first..line]));
                start = null;
            }
        }
    }
}
