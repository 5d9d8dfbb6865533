using Boternity.Skills.Auditing;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Auditing;

internal sealed class SkillAuditVerifierTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    [Test]
    public async Task Verify_HostWithAnAuditLog_ReadsItsOwnLogAndOthers()
    {
        var services = new ServiceCollection();
        services.AddBoternitySkills().AddAuditLog(options => options.DirectoryPath = _temporary.PathOf("log"));
        await using ServiceProvider provider = services.BuildServiceProvider();
        var verifier = provider.GetRequiredService<ISkillAuditVerifier>();
        await provider.GetRequiredService<ISkillAudit>().RecordAsync(new SkillAuditEvent
        {
            Time = DateTimeOffset.UnixEpoch,
            Action = SkillAuditAction.Installed,
            Outcome = "success",
        });

        SkillAuditReport own = await verifier.VerifyAsync();
        SkillAuditReport byPath = await verifier.VerifyAsync(_temporary.PathOf("log"));
        SkillAuditReport other = await verifier.VerifyAsync(_temporary.Root);

        Assert.That((own.Lines, own.IsIntact), Is.EqualTo((1, true)));
        Assert.That(byPath.Head, Is.EqualTo(own.Head));
        Assert.That(other.Lines, Is.Zero);
    }

    public void Dispose() => _temporary.Dispose();
}
