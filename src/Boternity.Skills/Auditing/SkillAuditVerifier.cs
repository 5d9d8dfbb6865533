using Microsoft.Extensions.Options;

namespace Boternity.Skills.Auditing;

internal sealed class SkillAuditVerifier(IOptions<SkillAuditOptions> options) : ISkillAuditVerifier
{
    public Task<SkillAuditReport> VerifyAsync(
        string? directoryPath = null,
        SkillAuditExpectation? expectation = null,
        CancellationToken cancellationToken = default) =>
        SkillAuditLog.VerifyAsync(directoryPath ?? options.Value.DirectoryPath, expectation, cancellationToken);
}
