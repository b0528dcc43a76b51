using TorchSharp.Modules;
using TorchSharp.Utils;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Families.Rnn;

/// <summary>
/// One layer of LSTM or GRU cells, of one or both directions at once. What the input adds to the gates is computed for all tokens together, without padding; only
/// what the state adds goes step by step. The gates stand in the order of PyTorch (LSTM: input, forget, cell, output; GRU: reset, update, new).
/// </summary>
internal sealed class RecurrentLayer : nn.Module
{
    internal const string InputBias = "input_bias";

    [ComponentName(Name = "input_weight")]
    private readonly Parameter inputWeight; // [directions * gates * hidden, inputs]

    [ComponentName(Name = InputBias)]
    private readonly Parameter inputBias; // [directions * gates * hidden]

    [ComponentName(Name = "state_weight")]
    private readonly Parameter stateWeight; // [directions, gates * hidden, hidden]

    [ComponentName(Name = "state_bias")]
    private readonly Parameter? stateBias; // [directions, 1, gates * hidden]; an LSTM's would only add to the input's

    private readonly RnnConfiguration configuration;

    internal RecurrentLayer(int inputs, RnnConfiguration configuration)
        : base(nameof(RecurrentLayer))
    {
        this.configuration = configuration;
        int directions = configuration.Directions;
        int gates = (configuration.Cell == RnnCell.Lstm ? 4 : 3) * configuration.HiddenSize;
        inputWeight = Uninitialized.Parameter(directions * gates, inputs);
        inputBias = Uninitialized.Parameter(directions * gates);
        stateWeight = Uninitialized.Parameter(directions, gates, configuration.HiddenSize);
        stateBias = configuration.Cell == RnnCell.Gru ? Uninitialized.Parameter(directions, 1, gates) : null;
        RegisterComponents();
    }

    /// <summary>The state at every token, of both directions one behind the other: <c>[tokens, inputs]</c> to <c>[tokens, directions * hidden]</c>.</summary>
    internal Tensor Forward(Tensor input, TimeSteps steps, ForwardContext context)
    {
        Tensor[] gates = steps.Split(nn.functional.linear(input, inputWeight, inputBias)); // [directions, texts, gates * hidden] a step
        Tensor weight = stateWeight.transpose(1, 2); // [directions, hidden, gates * hidden]
        Tensor state = zeros(steps.Directions, steps.Texts, configuration.HiddenSize, input.dtype, input.device);
        Tensor cell = state;
        Tensor? mask = context.Training && configuration.RecurrentDropout > 0 ? context.Dropout(state.ones_like(), configuration.RecurrentDropout) : null;
        Tensor[] states = new Tensor[gates.Length];
        for (int step = 0; step < gates.Length; step++)
        {
            Tensor recurrent = (mask is null ? state : state * mask).bmm(weight);
            if (stateBias is null)
            {
                (state, cell) = Lstm(gates[step] + recurrent, cell);
            }
            else
            {
                state = Gru(gates[step], recurrent + stateBias, state);
            }

            states[step] = state;
        }

        return steps.Join(states);
    }

    private static (Tensor State, Tensor Cell) Lstm(Tensor gates, Tensor cell)
    {
        Tensor[] parts = gates.chunk(4, -1); // [directions, texts, hidden] each
        Tensor next = (parts[1].sigmoid() * cell) + (parts[0].sigmoid() * parts[2].tanh());
        return (parts[3].sigmoid() * next.tanh(), next);
    }

    private static Tensor Gru(Tensor fromInput, Tensor fromState, Tensor state)
    {
        Tensor[] input = fromInput.chunk(3, -1); // [directions, texts, hidden] each
        Tensor[] recurrent = fromState.chunk(3, -1);
        Tensor update = (input[1] + recurrent[1]).sigmoid();
        Tensor candidate = (input[2] + ((input[0] + recurrent[0]).sigmoid() * recurrent[2])).tanh();
        return candidate + (update * (state - candidate));
    }
}
