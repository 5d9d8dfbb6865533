using Boternity.Skills.Auditing;
using Boternity.Skills.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Auditing;

/// <summary>
/// Whatever becomes of a file of an audit log, verifying it says so soon, and writing goes on or is refused.
/// </summary>
internal sealed class AuditDamageTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [TestCase("audit.jsonl")]
    [TestCase("audit-000001.jsonl")]
    [TestCase("audit.lock")]
    [TestCase("audit.seal")]
    public async Task VerifyAndRecord_FileIsDamaged_AnswerOrThrowTheLibrarysOwn(string file)
    {
        foreach (FileDamage damage in FileDamage.All)
        {
            using var directory = new TemporaryDirectory();
            await RecordAsync(directory.Root, 5);
            string path = directory.PathOf(file);
            await damage.DuringAsync(path, async () =>
            {
                await AnswerAsync($"verify, {damage.Name}", () => VerifyAsync(directory.Root));
                await AnswerAsync($"record, {damage.Name}", () => RecordAsync(directory.Root, 1));
                await AnswerAsync($"verify again, {damage.Name}", () => VerifyAsync(directory.Root));
            });
        }
    }

    private static Task<SkillAuditReport> VerifyAsync(string directory) => SkillAuditLog.VerifyAsync(
        directory, new SkillAuditExpectation { Key = [.. StoreChild.AuditKey] });

    private static async Task RecordAsync(string directory, int count)
    {
        using var log = new SkillAuditLog(
            Options.Create(
                new SkillAuditOptions { DirectoryPath = directory, MaxFileBytes = 600, Key = StoreChild.AuditKey }),
            TimeProvider.System,
            NullLogger<SkillAuditLog>.Instance);
        for (int i = 0; i < count; i++)
        {
            await log.RecordAsync(new SkillAuditEvent
            {
                Time = DateTimeOffset.UnixEpoch,
                Action = SkillAuditAction.Executing,
                Outcome = "success",
                Skill = "probe",
                InvocationId = "x",
            });
        }
    }

    private static async Task AnswerAsync(string what, Func<Task> call)
    {
        try
        {
            await Task.Run(call).WaitAsync(Soon);
        }
        catch (SkillAuditException exception)
        {
            Assert.That(exception.Message, Does.Not.EndWith(".."), what);
        }
        catch (Exception exception) when (exception is not AssertionException)
        {
            Assert.Fail($"{what}: {exception}");
        }
    }
}
