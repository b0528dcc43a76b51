using TransferLearning.TextClassification;
_ = ComputeDevice.Cpu.ToString();
Console.WriteLine(TorchSharp.torch.ones(3).sum().item<float>());
