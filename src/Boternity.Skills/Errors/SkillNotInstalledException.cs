namespace Boternity.Skills;

/// <summary>No skill of that name is installed.</summary>
public sealed class SkillNotInstalledException : SkillStoreException
{
    /// <summary>Creates the error.</summary>
    public SkillNotInstalledException(string directory)
        : base(SkillErrorCodes.SkillNotInstalled, directory, $"No skill is installed as '{directory}'.")
    {
    }
}
