namespace Boternity.Skills.Manifests;

/// <summary>How closely a SKILL.md has to follow the specification.</summary>
public enum SkillManifestMode
{
    /// <summary>For loading: takes what can be understood and reports the rest as warnings. The default.</summary>
    Lenient,

    /// <summary>For authors: the specification to the letter; what breaks it is an error.</summary>
    Strict,
}
