namespace TransferLearning.TextClassification.Optimization;

/// <summary>The curves of the schedules, as <c>transformers</c>' <c>optimization.py</c> has them, beyond the last step too.</summary>
internal static class ScheduleCurves
{
    /// <summary>The steps of the time scale of an inverse square root without a warm-up.</summary>
    private const int DefaultTimeScale = 10_000;

    internal static double Multiplier(LearningRateSchedule schedule, int step, int totalSteps)
    {
        int warmup = schedule.WarmupSteps ?? (int)Math.Ceiling(totalSteps * schedule.WarmupRatio);
        if (schedule.Name == "slanted_triangular")
        {
            return SlantedTriangular(step, totalSteps, schedule.WarmupRatio, schedule.MinimumRatio);
        }

        if (schedule.Name != "constant" && step < warmup)
        {
            return (double)step / warmup;
        }

        double progress = (double)(step - warmup) / Math.Max(1, totalSteps - warmup);
        double minimum = schedule.MinimumRatio;
        switch (schedule.Name)
        {
            case "constant" or "constant_with_warmup":
                return 1;
            case "linear":
                return Math.Max(0, (double)(totalSteps - step) / Math.Max(1, totalSteps - warmup));
            case "cosine" or "cosine_with_min_lr":
                return (HalfCosine(progress) * (1 - minimum)) + minimum;
            case "cosine_with_restarts":
                return progress >= 1 ? 0 : HalfCosine(schedule.Cycles * progress % 1);
            case "polynomial":
                return step > totalSteps ? minimum : ((1 - minimum) * Math.Pow(1 - progress, schedule.Power)) + minimum;
            case "inverse_sqrt":
                int timeScale = warmup == 0 ? DefaultTimeScale : warmup;
                return 1 / Math.Sqrt((double)(step + timeScale - warmup) / timeScale);
            case "warmup_stable_decay":
                int decay = schedule.DecaySteps ?? (int)Math.Ceiling(totalSteps * schedule.DecayRatio);
                int decayStart = totalSteps - decay;
                return step < decayStart ? 1 : step < totalSteps ? HalfCosine((double)(step - decayStart) / Math.Max(1, decay)) : 0;
            default:
                throw new InvalidOperationException($"There is no schedule '{schedule.Name}'.");
        }
    }

    /// <summary>From 1 at 0 to 0 at 1, and up again beyond.</summary>
    private static double HalfCosine(double progress) => Math.Max(0, 0.5 * (1 + Math.Cos(Math.PI * progress)));

    private static double SlantedTriangular(int step, int totalSteps, double riseShare, double minimum)
    {
        int cut = Math.Max(1, (int)(totalSteps * riseShare));
        double height = step < cut ? (double)step / cut : 1 - ((step - cut) / (cut * ((1 / riseShare) - 1)));
        return (Math.Max(0, height) * (1 - minimum)) + minimum;
    }
}
