using Boternity.Skills.Approval;
using Boternity.Skills.Auditing;
using Boternity.Skills.Scanning;
using Boternity.Skills.Signing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.DependencyInjection;

/// <summary>
/// Registers policy, consent, signatures and the scanner; the audit log only where the host asks for one.
/// </summary>
internal static class SkillTrustServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddOptions<SkillTrustOptions>().ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<SkillTrustOptions>, SkillTrustOptionsValidator>());
        services.AddOptions<SkillSigningOptions>().ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<SkillSigningOptions>, SkillSigningOptionsValidator>());
        services.TryAddSingleton<ISkillTrustPolicy, RuleTrustPolicy>();
        services.TryAddSingleton<ISkillVerifier, SignatureVerifier>();
        services.TryAddSingleton<ISkillApprover, TextOnlyApprover>();
        services.TryAddSingleton<SkillAdmission>();
        services.TryAddSingleton<ISkillScanner, SkillScanner>();
    }

    public static void AddAuditLog(IServiceCollection services)
    {
        services.AddOptions<SkillAuditOptions>().ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<SkillAuditOptions>, SkillAuditOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ISkillAudit, SkillAuditLog>();
        services.TryAddSingleton<ISkillAuditVerifier, SkillAuditVerifier>();
    }
}
