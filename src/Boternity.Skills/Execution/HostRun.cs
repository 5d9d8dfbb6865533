using Boternity.Skills.Grants;

namespace Boternity.Skills.Execution;

/// <summary>Runs of script runtimes that are of no installed skill: nothing is granted to them.</summary>
internal static class HostRun
{
    /// <summary>Describes a run.</summary>
    /// <param name="manifest">What it is for, in errors.</param>
    /// <param name="source">Where that came from.</param>
    /// <param name="limits">What it may use.</param>
    /// <param name="time">The host's clock.</param>
    public static SkillRun Create(SkillManifest manifest, SkillSource source, SkillLimits limits, TimeProvider time)
    {
        var skill = new InstalledSkill
        {
            SkillId = manifest.Name,
            RootPath = "",
            Manifest = manifest,
            Source = source,
            TrustTier = SkillTrustTier.Untrusted,
            InstalledAt = time.GetUtcNow(),
            Files = [],
        };
        return new SkillRun
        {
            Skill = skill,
            Limits = limits,
            Grants = SkillGrants.None,
            Context = new SkillContext { Skill = skill, InvocationId = Guid.CreateVersion7().ToString() },
        };
    }
}
