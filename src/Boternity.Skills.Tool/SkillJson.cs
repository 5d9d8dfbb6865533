using System.Text.Json.Nodes;

namespace Boternity.Skills.Tool;

/// <summary>Skills and results in the documents of <c>--json</c>.</summary>
internal static class SkillJson
{
    public static JsonObject Of(InstalledSkill skill) => new()
    {
        ["id"] = skill.SkillId,
        ["name"] = skill.Name,
        ["description"] = skill.Manifest.Description,
        ["type"] = skill.Type.ToString(),
        ["isStub"] = skill.IsStub,
        ["version"] = skill.Manifest.Version,
        ["source"] = skill.Source.ToString(),
        ["trust"] = skill.TrustTier.ToString(),
        ["installedAt"] = skill.InstalledAt.ToString("O"),
        ["digest"] = skill.ContentDigest,
        ["isDependency"] = skill.IsDependency,
        ["needs"] = Names(skill.Manifest.Dependencies),
        ["parents"] = Names(skill.Manifest.Parents),
        ["conflictsWith"] = Names(skill.Manifest.ConflictsWith),
    };

    public static JsonObject Of(SkillExecutionResult result) => new()
    {
        ["output"] = result.Output,
        ["fuel"] = result.FuelConsumed,
        ["peakMemoryBytes"] = result.PeakMemoryBytes,
        ["milliseconds"] = result.Duration.TotalMilliseconds,
        ["isStub"] = result.IsStub,
        ["invocationId"] = result.InvocationId,
        ["log"] = new JsonArray([.. result.Log.Select(static line => (JsonNode)$"{line.Level}: {line.Message}")]),
        ["uses"] = Uses(result.CapabilityUses),
    };

    public static JsonObject Of(SkillScriptResult result) => new()
    {
        ["exitCode"] = result.ExitCode,
        ["output"] = result.OutputText,
        ["error"] = result.ErrorText,
        ["fuel"] = result.FuelConsumed,
        ["peakMemoryBytes"] = result.PeakMemoryBytes,
        ["milliseconds"] = result.Duration.TotalMilliseconds,
        ["invocationId"] = result.InvocationId,
        ["files"] = new JsonArray([.. result.Files.Select(static file => (JsonNode)file.Path)]),
        ["uses"] = Uses(result.CapabilityUses),
    };

    public static JsonArray Of(IReadOnlyList<SkillFailure> failures) =>
    [
        .. failures.Select(static failure => (JsonNode)new JsonObject
        {
            ["skill"] = failure.Skill,
            ["error"] = failure.Error.Message,
            ["code"] = failure.Error.Code,
        }),
    ];

    private static JsonArray Names(IReadOnlyList<string> names) =>
        [.. names.Select(static name => (JsonNode)name)];

    private static JsonArray Uses(IReadOnlyList<SkillCapabilityUse> uses) =>
    [
        .. uses.Select(static use => (JsonNode)new JsonObject
        {
            ["capability"] = use.Capability.ToString(),
            ["scope"] = use.Scope,
            ["allowed"] = use.Allowed,
            ["denied"] = use.Denied,
        }),
    ];
}
