using Boternity.Skills.Grants;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Capabilities;

/// <summary>Passes one run's uses of capabilities, or does not: counts each, and ends the run for a violation where the host chose so.</summary>
internal sealed class CapabilityGate(SkillContext context, SkillViolationMode onViolation, SecretRedactor redactor, ILogger logger)
{
    private readonly CapabilityUsage _usage = new();
    private volatile SkillCapabilityDeniedException? _violation;

    /// <summary>The first denied use where the host ends runs for it. The executor reports it whatever the engine made of the exception.</summary>
    public SkillCapabilityDeniedException? Violation => _violation;

    public IReadOnlyList<SkillCapabilityUse> Uses => _usage.ToList();

    /// <summary>Records a use that the policy decided on.</summary>
    /// <returns>Whether it may go on.</returns>
    /// <exception cref="SkillCapabilityDeniedException">It may not, and that ends the run.</exception>
    public bool Pass(SkillCapability capability, string scope, bool isPermitted)
    {
        scope = redactor.Redact(LogText.OneLine(scope), CapabilityUsage.MaxScopeLength * 4);
        _usage.Add(capability, scope, isPermitted ? CapabilityVerdict.Allowed : CapabilityVerdict.Denied);
        if (isPermitted)
        {
            return true;
        }

        CapabilityLog.Denied(logger, capability, scope, context.SkillName, context.InvocationId);
        if (onViolation == SkillViolationMode.Terminate)
        {
            throw _violation ??= new SkillCapabilityDeniedException(capability, context.SkillName);
        }

        return false;
    }

    /// <summary>What a denied call answers.</summary>
    public string DeniedText(SkillCapability capability) =>
        $"capability denied: {capability.ToName()} not granted for skill '{context.SkillName}'";
}
