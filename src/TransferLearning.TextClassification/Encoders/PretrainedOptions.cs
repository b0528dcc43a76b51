namespace TransferLearning.TextClassification;

/// <summary>Options of a pretrained encoder of whatever family its folder holds.</summary>
public sealed record PretrainedOptions : EncoderOptions;
