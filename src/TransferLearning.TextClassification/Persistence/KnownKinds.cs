using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Families.Albert;
using TransferLearning.TextClassification.Families.Bert;
using TransferLearning.TextClassification.Families.Camembert;
using TransferLearning.TextClassification.Families.Cnn;
using TransferLearning.TextClassification.Families.DebertaV2;
using TransferLearning.TextClassification.Families.DistilBert;
using TransferLearning.TextClassification.Families.Electra;
using TransferLearning.TextClassification.Families.Gpt2;
using TransferLearning.TextClassification.Families.ModernBert;
using TransferLearning.TextClassification.Families.Mpnet;
using TransferLearning.TextClassification.Families.Rnn;
using TransferLearning.TextClassification.Families.Roberta;
using TransferLearning.TextClassification.Families.Transformer;
using TransferLearning.TextClassification.Families.XlmRoberta;
using TransferLearning.TextClassification.Heads;

namespace TransferLearning.TextClassification.Persistence;

/// <summary>The kinds of encoders and heads that are found by name: the library's own and an application's.</summary>
internal sealed class KnownKinds
{
    private static readonly EncoderFamily[] OwnFamilies =
    [
        BertFamily.Instance,
        RobertaFamily.Instance,
        XlmRobertaFamily.Instance,
        CamembertFamily.Instance,
        DistilBertFamily.Instance,
        ElectraFamily.Instance,
        AlbertFamily.Instance,
        MpnetFamily.Instance,
        Gpt2Family.Instance,
        ModernBertFamily.Instance,
        DebertaV2Family.Instance,
        CnnFamily.Instance,
        RnnFamily.Instance,
        TransformerFamily.Instance,
    ];

    private static readonly HeadKind[] OwnHeads = [LinearHeadKind.Instance, MlpHeadKind.Instance, AttentionHeadKind.Instance, .. OwnFamilies.Select(OwnHead.Of).Distinct()];

    private readonly Dictionary<string, EncoderFamily> families;
    private readonly Dictionary<string, HeadKind> heads;

    /// <summary>The library's own kinds, and more; null stands for none.</summary>
    internal static KnownKinds With(EncoderFamily? family, HeadKind? head) => new(family is null ? [] : [family], head is null ? [] : [head]);

    /// <summary>Adds an application's kinds to the library's; of two with the same name the application's counts.</summary>
    internal KnownKinds(IEnumerable<EncoderFamily> families, IEnumerable<HeadKind> heads)
    {
        this.families = ByName([.. OwnFamilies, .. families], family => family.Name);
        this.heads = ByName([.. OwnHeads, .. heads], head => head.Name);
    }

    internal static KnownKinds BuiltIn { get; } = new([], []);

    /// <summary>The family that a <c>config.json</c> names.</summary>
    /// <param name="configuration">The content of the file.</param>
    /// <param name="chosen">The family that the application named, or null; the file must name it or none.</param>
    /// <exception cref="CheckpointException">It names none, or one that is not known or not the one that was chosen.</exception>
    internal EncoderFamily FamilyOf(CheckpointConfiguration configuration, EncoderFamily? chosen = null)
    {
        if (chosen is not null)
        {
            return configuration.GetString("model_type", chosen.Name) == chosen.Name
                ? chosen
                : throw configuration.Wrong("model_type", $"'{chosen.Name}' is expected, the kind of encoder that was chosen (UsePretrained takes the one that the file names)");
        }

        return families.GetValueOrDefault(configuration.GetString("model_type")) ?? throw configuration.Wrong("model_type", $"one of {Names(families.Keys)} is expected, the kinds of encoder that are known here. For a kind of the application's own pass it by UseEncoder, or in ClassifierLoadOptions.Families");
    }

    /// <summary>The family of a name.</summary>
    /// <exception cref="CheckpointException">It is not known.</exception>
    internal EncoderFamily Family(string path, string name) => families.GetValueOrDefault(name)
        ?? throw CheckpointException.At(path, $"the encoder is of the kind '{name}', which is not known here. Known: {Names(families.Keys)}. Pass the application's own kinds in ClassifierLoadOptions.Families.");

    /// <summary>The head of a name.</summary>
    /// <exception cref="CheckpointException">It is not known.</exception>
    internal HeadKind Head(string path, string name) => heads.GetValueOrDefault(name)
        ?? throw CheckpointException.At(path, $"the head is of the kind '{name}', which is not known here. Known: {Names(heads.Keys)}. Pass the application's own kinds in ClassifierLoadOptions.Heads.");

    /// <summary>The head of a name, or null.</summary>
    internal HeadKind? FindHead(string name) => heads.GetValueOrDefault(name);

    private static Dictionary<string, T> ByName<T>(IEnumerable<T> kinds, Func<T, string> nameOf)
    {
        Dictionary<string, T> byName = new(StringComparer.Ordinal);
        foreach (T kind in kinds)
        {
            byName[nameOf(kind)] = kind;
        }

        return byName;
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal).Select(name => $"'{name}'"));
}
