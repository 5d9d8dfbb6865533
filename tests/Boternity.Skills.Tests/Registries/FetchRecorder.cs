namespace Boternity.Skills.Tests.Registries;

/// <summary>Keeps what a registry tells of a fetch.</summary>
internal sealed class FetchRecorder : IProgress<SkillFetchProgress>
{
    public List<SkillFetchProgress> Seen { get; } = [];

    public void Report(SkillFetchProgress value) => Seen.Add(value);
}
