namespace Boternity.Skills.Storage;

/// <summary>No skill of that name is installed, or the version of it that was asked for no longer is.</summary>
public sealed class SkillNotInstalledException : SkillStoreException
{
    /// <summary>Creates the error.</summary>
    public SkillNotInstalledException(string skillId, string? message = null)
        : base(SkillErrorCodes.SkillNotInstalled, skillId, message ?? $"No skill is installed as '{skillId}'.")
    {
    }

    /// <inheritdoc/>
    public override string ModelMessage => "No such skill is installed.";
}
