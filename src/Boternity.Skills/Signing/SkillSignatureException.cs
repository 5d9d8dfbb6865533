namespace Boternity.Skills.Signing;

/// <summary>A skill's signature does not hold; the code says why.</summary>
public sealed class SkillSignatureException : SkillTrustException
{
    /// <summary>Creates the error.</summary>
    public SkillSignatureException(string code, string skill, string message, Exception? innerException = null)
        : base(code, skill, message, innerException)
    {
    }
}
