namespace Boternity.Skills.Installation;

/// <summary>What a registry tells of a fetch, as a report of the install.</summary>
internal sealed class FetchProgress(SkillSource source, IProgress<SkillInstallProgress> progress)
    : IProgress<SkillFetchProgress>
{
    public void Report(SkillFetchProgress value) => progress.Report(new SkillInstallProgress
    {
        Step = SkillInstallStep.Fetching,
        Message = $"Fetching {source}",
        Bytes = value.Bytes,
        TotalBytes = value.TotalBytes,
    });
}
