namespace Boternity.Skills.Storage;

/// <summary>Another source's skill has the id that an install wants.</summary>
public sealed class SkillConflictException : SkillStoreException
{
    /// <summary>Creates the error.</summary>
    public SkillConflictException(string skillId, SkillSource installed, SkillSource requested)
        : base(
            SkillErrorCodes.StoreConflict,
            skillId,
            $"'{skillId}' is installed from {installed}; {requested} is another skill. Replace it, or install under "
                + $"another name.")
    {
        Installed = installed;
        Requested = requested;
    }

    /// <summary>Gets the source of what is there.</summary>
    public SkillSource Installed { get; }

    /// <summary>Gets the source of what was to be installed.</summary>
    public SkillSource Requested { get; }
}
