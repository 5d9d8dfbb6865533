namespace Boternity.Skills.Samples.SkillServer;

/// <summary>What an install is asked with.</summary>
/// <param name="Reference">Such as <c>local/js-tour</c>.</param>
internal sealed record InstallRequest(string Reference);

/// <summary>What an execution is asked with.</summary>
/// <param name="Input">The skill's input.</param>
internal sealed record ExecuteRequest(string Input);

/// <summary>An installed skill. No path of this machine is in it.</summary>
internal sealed record SkillAnswer(
    string Id, string Name, string Description, string Type, bool IsStub, string Source, string Trust)
{
    public static SkillAnswer Of(InstalledSkill skill) => new(
        skill.SkillId,
        skill.Name,
        skill.Manifest.Description,
        skill.Type.ToString(),
        skill.IsStub,
        skill.Source.ToString(),
        skill.TrustTier.ToString());
}

/// <summary>How far an install is.</summary>
internal sealed record ProgressAnswer(string Step, long? Bytes, long? TotalBytes)
{
    public static ProgressAnswer Of(SkillInstallProgress value) =>
        new(value.Step.ToString(), value.Bytes, value.TotalBytes);
}

/// <summary>What an execution gave and cost.</summary>
internal sealed record ExecutionAnswer(
    string Output, long Fuel, long? PeakMemoryBytes, double Milliseconds, string InvocationId, string[] Log)
{
    public static ExecutionAnswer Of(SkillExecutionResult result) => new(
        result.Output,
        result.FuelConsumed,
        result.PeakMemoryBytes,
        result.Duration.TotalMilliseconds,
        result.InvocationId,
        [.. result.Log.Select(line => $"{line.Level}: {line.Message}")]);
}
