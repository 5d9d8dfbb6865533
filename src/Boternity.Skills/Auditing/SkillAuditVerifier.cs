using Microsoft.Extensions.Options;

namespace Boternity.Skills.Auditing;

internal sealed class SkillAuditVerifier(IOptions<SkillAuditOptions> options) : ISkillAuditVerifier
{
    public Task<SkillAuditReport> VerifyAsync(
        SkillAuditExpectation? expectation = null, CancellationToken cancellationToken = default) =>
        SkillAuditLog.VerifyAsync(options.Value.DirectoryPath, expectation, cancellationToken);

    public Task<SkillAuditReport> VerifyAsync(
        string directoryPath, SkillAuditExpectation? expectation = null, CancellationToken cancellationToken = default) =>
        SkillAuditLog.VerifyAsync(directoryPath, expectation, cancellationToken);
}
