using System.Text.RegularExpressions;

namespace TransferLearning.TextClassification.Tests.Architecture;

/// <summary>A source file of the library: its folder, namespace, the types that it declares and the names that it uses as types.</summary>
internal sealed partial class SourceFile
{
    /// <summary>The name that stands for the library's root in the table of arrows.</summary>
    internal const string Root = "(root)";

    private static readonly HashSet<string> TypeKeywords = ["class", "struct", "interface", "enum", "record", "delegate"];

    // Words after which a type may stand. After any other word (a type's name, a built-in type, var) comes the name of a member or a variable.
    private static readonly HashSet<string> BeforeType =
    [
        "abstract", "and", "as", "async", "await", "base", "case", "catch", "checked", "const", "default", "do", "else", "event", "explicit", "extern", "fixed", "foreach", "global", "goto",
        "if", "implicit", "in", "init", "internal", "is", "lock", "new", "not", "operator", "or", "out", "override", "params", "partial", "private", "protected", "public", "readonly", "ref",
        "required", "return", "scoped", "sealed", "select", "sizeof", "stackalloc", "static", "switch", "this", "throw", "typeof", "unsafe", "using", "virtual", "volatile", "when", "where", "while",
        "with", "yield",
    ];

    private readonly IReadOnlyList<SourceToken> tokens;

    internal SourceFile(string relativePath, string source)
    {
        Path = relativePath.Replace('\\', '/');
        Source = source;
        tokens = SourceTokenizer.Tokenize(source);
        LineCount = source.AsSpan().TrimEnd().Count('\n') + 1;
        FolderPath = string.Join('.', Path.Split('/')[..^1]);
        Folder = FolderPath.Length == 0 || Path.EndsWith("BuilderExtensions.cs", StringComparison.Ordinal) ? Root : Path.Split('/')[0];
        Namespace = NamespaceDeclaration().Match(source).Groups["name"].Value;
        Types = [.. FindTypes()];
    }

    /// <summary>The path below the library's folder, with <c>/</c>.</summary>
    internal string Path { get; }

    /// <summary>The text, comments and all.</summary>
    internal string Source { get; }

    /// <summary>All identifiers and keywords outside comments and the text of strings.</summary>
    internal IEnumerable<SourceToken> Words => tokens.Where(token => token.IsWord);

    /// <summary>The first folder of the path, or <see cref="Root"/>.</summary>
    internal string Folder { get; }

    /// <summary>All folders of the path joined by points; empty in the root.</summary>
    internal string FolderPath { get; }

    internal string Namespace { get; }

    internal int LineCount { get; }

    /// <summary>The types that stand directly in the file's namespace.</summary>
    internal IReadOnlyList<DeclaredType> Types { get; }

    /// <summary>The folders of the namespaces that the file imports.</summary>
    internal IEnumerable<string> ImportedFolders(string rootNamespace)
    {
        for (int i = 0; i + 1 < tokens.Count && tokens[i].Depth == 0; i++)
        {
            if (tokens[i].Text != "using")
            {
                continue;
            }

            string name = string.Concat(tokens.Skip(i + 1).TakeWhile(token => token.Text != ";").SkipWhile(token => token.Text == "static").Select(token => token.Text));
            string imported = name[(name.LastIndexOf('=') + 1)..];
            if (imported.StartsWith(rootNamespace + ".", StringComparison.Ordinal))
            {
                yield return imported[(rootNamespace.Length + 1)..].Split('.')[0];
            }
        }
    }

    /// <summary>The names among <paramref name="typeNames"/> that the file uses where a type may stand, each with its first line.</summary>
    /// <param name="typeNames">The names of types to look for.</param>
    /// <param name="folders">The names of folders: a name after one of these and a point is a qualified type.</param>
    internal IEnumerable<(string Name, int Line)> UsedTypes(IReadOnlySet<string> typeNames, IReadOnlySet<string> folders)
    {
        HashSet<string> members = [.. Enumerable.Range(0, tokens.Count).Where(IsDeclaredName).Select(i => tokens[i].Text)];
        HashSet<string> found = [];
        for (int i = 0; i < tokens.Count; i++)
        {
            string name = tokens[i].Text;
            if (typeNames.Contains(name) && !IsDeclaredName(i) && IsType(i, members, folders) && found.Add(name))
            {
                yield return (name, tokens[i].Line);
            }
        }
    }

    private string Token(int index) => index >= 0 && index < tokens.Count ? tokens[index].Text : string.Empty;

    private bool IsWord(int index) => index >= 0 && index < tokens.Count && tokens[index].IsWord;

    /// <summary>Whether the word is the name of a member, parameter or variable that is declared here: <c>Pooling Pooling { get; }</c>, the second.</summary>
    private bool IsDeclaredName(int i)
    {
        if (!IsWord(i) || BeforeType.Contains(Token(i)))
        {
            return false;
        }

        return Token(i - 1) switch
        {
            ">" => true,
            "]" => Token(i - 2) is "[" or ",",
            "?" => Token(i + 1) is not ("." or "(" or "?." or "[" or ":"),
            _ => IsWord(i - 1) && !BeforeType.Contains(Token(i - 1)) && !TypeKeywords.Contains(Token(i - 1)) && Token(i - 1) != "namespace",
        };
    }

    private bool IsType(int i, HashSet<string> members, IReadOnlySet<string> folders)
    {
        string before = Token(i - 1);
        string after = Token(i + 1);
        bool certain = before is "new" or "typeof" or "is" or "as" || (IsWord(i + 1) && IsDeclaredName(i + 1));
        bool memberAccess = before is "?." || (before == "." && !folders.Contains(Token(i - 2)));
        bool memberAssignment = after == "=" && before is "{" or ",";
        bool namedArgument = after == ":" && before is "(" or ",";
        bool call = after == "(" && before is not ("new" or "[" or ":" or "is" or "not" or "or" or "and" or "case");
        bool nameOf = before == "(" && Token(i - 2) == "nameof";
        return !memberAccess && (certain || (!(memberAssignment || namedArgument || call || nameOf) && !members.Contains(Token(i))));
    }

    private IEnumerable<DeclaredType> FindTypes()
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Depth != 0 || !TypeKeywords.Contains(Token(i)) || !IsWord(i + 1) || Token(i - 1) == ":" || Token(i - 1) == ",")
            {
                continue;
            }

            int name = Token(i + 1) is "class" or "struct" ? i + 2 : i + 1;
            if (Token(i) == "delegate")
            {
                name = Enumerable.Range(i, tokens.Count - i).First(j => Token(j) == "(") - 1;
            }

            int start = Enumerable.Range(0, i).LastOrDefault(j => Token(j) is ";" or "}" or "]", -1) + 1;
            string[] modifiers = [.. tokens.Skip(start).Take(i - start).Select(token => token.Text)];
            yield return new(Token(name), IsPublic: modifiers.Contains("public"), IsFileLocal: modifiers.Contains("file"), tokens[name].Line);
            i = name;
        }
    }

    [GeneratedRegex(@"^namespace\s+(?<name>[\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();
}
