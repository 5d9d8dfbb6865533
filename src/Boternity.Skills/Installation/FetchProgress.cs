namespace Boternity.Skills.Installation;

/// <summary>What a registry tells of a download, as a report of the install.</summary>
internal sealed class FetchProgress(SkillInstallStep step, string message, IProgress<SkillInstallProgress> progress)
    : IProgress<SkillFetchProgress>
{
    public void Report(SkillFetchProgress value) => progress.Report(new SkillInstallProgress
    {
        Step = step,
        Message = message,
        Bytes = value.Bytes,
        TotalBytes = value.TotalBytes,
    });
}
