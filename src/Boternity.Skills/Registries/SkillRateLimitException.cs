namespace Boternity.Skills.Registries;

/// <summary>A registry refuses further requests until a time that is too far away to wait for.</summary>
public sealed class SkillRateLimitException : SkillRegistryException
{
    /// <summary>Creates the error.</summary>
    public SkillRateLimitException(string registry, DateTimeOffset? resetAt, string message)
        : base(SkillErrorCodes.RateLimited, registry, message) => ResetAt = resetAt;

    /// <summary>Gets when the registry will answer again, if it said so.</summary>
    public DateTimeOffset? ResetAt { get; }
}
