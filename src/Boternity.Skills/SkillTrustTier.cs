namespace Boternity.Skills;

/// <summary>
/// How far a host trusts an installed skill. The host assigns it; what a SKILL.md asks for is never acted on.
/// </summary>
public enum SkillTrustTier
{
    /// <summary>Nothing is known of the author. Runs in the sandbox under the tightest limits. The default.</summary>
    Untrusted = 0,

    /// <summary>The host has verified where the skill comes from. Runs in the sandbox under wider limits.</summary>
    Verified = 1,

    /// <summary>
    /// The host's own code. It would run without a sandbox, which the default executor refuses to do.
    /// </summary>
    Local = 2,
}
