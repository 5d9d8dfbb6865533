using Microsoft.Extensions.Options;

namespace Boternity.Skills.Auditing;

internal sealed class SkillAuditVerifier(IOptions<SkillAuditOptions> options) : ISkillAuditVerifier
{
    public Task<SkillAuditReport> VerifyAsync(
        string? directoryPath = null,
        SkillAuditExpectation? expectation = null,
        CancellationToken cancellationToken = default) =>
        SkillAuditLog.VerifyAsync(
            directoryPath ?? options.Value.DirectoryPath, WithKey(expectation), cancellationToken);

    // The host's own key, where the caller names no other.
    private SkillAuditExpectation WithKey(SkillAuditExpectation? expectation)
    {
        expectation ??= new SkillAuditExpectation();
        return expectation.Key is null ? expectation with { Key = options.Value.Key } : expectation;
    }
}
