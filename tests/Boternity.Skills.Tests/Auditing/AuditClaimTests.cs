using Boternity.Skills.Auditing;

namespace Boternity.Skills.Tests.Auditing;

internal sealed class AuditClaimTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private readonly TemporaryDirectory _temporary = new();

    [Test]
    public void Generation_AfterAppends_IsTheirNumber()
    {
        for (int i = 0; i < 3; i++)
        {
            using AuditClaim claim = AuditClaim.Take(_temporary.Root, Long, TimeProvider.System);
            Assert.That(claim.Generation, Is.EqualTo(i));
            claim.BeginAppend();
            Assert.That(claim.Generation, Is.EqualTo(i + 1));
        }
    }

    [Test]
    public void Take_HeldByAnother_WaitsForItsEnd()
    {
        AuditClaim held = AuditClaim.Take(_temporary.Root, Long, TimeProvider.System);
        using Task release = Task.Run(async () =>
        {
            await Task.Delay(50);
            held.Dispose();
        });

        using AuditClaim claim = AuditClaim.Take(_temporary.Root, Long, TimeProvider.System);

        Assert.That(() => release, Throws.Nothing);
    }

    [Test]
    public void Take_HeldByAnotherForTheWholeTime_IsAnError()
    {
        using AuditClaim held = AuditClaim.Take(_temporary.Root, Long, TimeProvider.System);

        Assert.That(
            () => AuditClaim.Take(_temporary.Root, TimeSpan.FromMilliseconds(20), TimeProvider.System),
            Throws.InstanceOf<IOException>());
    }

    public void Dispose() => _temporary.Dispose();
}
