using Boternity.Skills.Auditing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Auditing;

/// <summary>What the ends of a log say, in words; its middle is in <see cref="SkillAuditLogTests"/>.</summary>
internal sealed class AuditVerificationTests : IDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private readonly TemporaryDirectory _temporary = new();

    private string LogPath => _temporary.PathOf(AuditFiles.CurrentName);

    [Test]
    public async Task EmptyLog_ThatShouldNotBe_HasNoBeginning() => AssertError(
        await VerifyAsync(new SkillAuditExpectation { FirstSequence = 5 }),
        AuditChainErrorKind.BeginningMissing, "", 0, "The log is empty, and should not be.");

    [Test]
    public async Task EmptyLog_WithAKnownHead_HasNoEnd() => AssertError(
        await VerifyAsync(new SkillAuditExpectation { Head = new string('a', 64) }),
        AuditChainErrorKind.EndMissing, "", 0,
        $"The line with the hash {new string('a', 64)} is gone; lines are missing at the end.");

    [Test]
    public async Task EmptyLog_WithAKeyAndNoSeal_IsIntact() =>
        Assert.That((await VerifyAsync(new SkillAuditExpectation { Key = Key })).Error, Is.Null);

    [Test]
    public async Task FirstLine_ThatSaysThereWasOneBefore_IsAltered()
    {
        await WriteAsync(2);
        File.WriteAllText(
            LogPath,
            File.ReadAllText(LogPath).Replace(new string('0', 64), new string('1', 64), StringComparison.Ordinal));

        AssertError(
            await VerifyAsync(),
            AuditChainErrorKind.Altered, "audit.jsonl", 1, "The first line says that there was one before it.");
    }

    [Test]
    public async Task LastLine_TornOrForeign_IsToldApart()
    {
        await WriteAsync(1);
        File.AppendAllText(LogPath, "nonsense");
        AssertError(
            await VerifyAsync(), AuditChainErrorKind.Truncated, "audit.jsonl", 2, "The last line has no end.");

        File.AppendAllText(LogPath, "\n");
        AssertError(
            await VerifyAsync(),
            AuditChainErrorKind.Unreadable, "audit.jsonl", 2, "This is not a line of an audit log.");
    }

    [Test]
    public async Task Seal_MissingOrOfMoreLines_IsToldApart()
    {
        await WriteAsync(3, options => options.Key = Key);
        string[] lines = File.ReadAllLines(LogPath);
        var expectation = new SkillAuditExpectation { Key = Key };

        File.WriteAllText(LogPath, $"{lines[0]}\n");
        AssertError(
            await VerifyAsync(expectation), AuditChainErrorKind.EndMissing, "audit.jsonl", 1,
            "The log was sealed at line 3; lines are missing at the end.");

        File.Delete(_temporary.PathOf(AuditFiles.SealName));
        AssertError(
            await VerifyAsync(expectation), AuditChainErrorKind.EndMissing, "audit.jsonl", 1,
            "The seal of the log is missing, or was not made with this key.");
    }

    [Test]
    public async Task Lines_AfterTheSealedOne_AreNoError()
    {
        await WriteAsync(2, options => options.Key = Key);
        byte[] seal = File.ReadAllBytes(_temporary.PathOf(AuditFiles.SealName));
        await WriteAsync(2, options => options.Key = Key);

        // A process that is killed between a line and its seal leaves this.
        File.WriteAllBytes(_temporary.PathOf(AuditFiles.SealName), seal);

        Assert.That((await VerifyAsync(new SkillAuditExpectation { Key = Key })).Error, Is.Null);
    }

    [Test]
    public void Verify_WithoutADirectoryOrAReadableFile_IsAnError()
    {
        Assert.That(() => SkillAuditLog.VerifyAsync(""), Throws.ArgumentException);
        using var locked = new FileStream(LogPath, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        Assert.That(
            () => SkillAuditLog.VerifyAsync(_temporary.Root),
            Throws.InstanceOf<SkillAuditException>()
                .With.Property("Code")
                .EqualTo(SkillErrorCodes.AuditUnavailable)
                .And.Message.Contains("cannot be read"));
    }

    [Test]
    public async Task Verifier_WithAKey_UsesTheHostsUnlessToldAnother()
    {
        await WriteAsync(2, options => options.Key = Key);
        var verifier = new SkillAuditVerifier(
            Options.Create(new SkillAuditOptions { DirectoryPath = _temporary.Root, Key = Key }));
        byte[] other = [.. Key.Reverse()];

        Assert.That((await verifier.VerifyAsync()).IsIntact, Is.True);
        Assert.That(
            (await verifier.VerifyAsync(null, new SkillAuditExpectation { FirstSequence = 2 })).Error?.Kind,
            Is.EqualTo(AuditChainErrorKind.BeginningMissing));
        Assert.That(
            (await verifier.VerifyAsync(null, new SkillAuditExpectation { Key = other })).IsIntact, Is.False);
    }

    [Test]
    public void ListFinished_OfTheDirectory_IsWhatRotationMakes()
    {
        foreach (long number in new long[] { 0, 2, 10 })
        {
            File.WriteAllText(AuditFiles.FinishedPath(_temporary.Root, number), "");
        }

        Assert.That(AuditFiles.ListFinished(_temporary.Root).Select(file => file.Number), Is.EqualTo([2, 10]));
    }

    [Test]
    public async Task Record_LinesLargerThanABlock_GoesOnWithTheChain()
    {
        // The end of the log is looked for in its last 64 KiB first.
        for (int i = 0; i < 3; i++)
        {
            await WriteAsync(1, detail: new string('d', 100_000));
            await WriteAsync(1);
        }

        await WriteAsync(600, detail: new string('d', 200));
        await WriteAsync(1);

        SkillAuditReport report = await VerifyAsync();
        Assert.That((report.Error, report.Lines), Is.EqualTo((null as AuditChainError, 607L)));
    }

    [Test]
    public async Task Record_AFileThatIsJustFull_IsNotRotatedYet()
    {
        await WriteAsync(2);
        long length = new FileInfo(LogPath).Length;
        File.Delete(LogPath);

        await WriteAsync(2, options => options.MaxFileBytes = length);
        Assert.That(AuditFiles.ListFinished(_temporary.Root), Is.Empty);

        File.Delete(LogPath);
        await WriteAsync(2, options => options.MaxFileBytes = length - 1);
        Assert.That(AuditFiles.ListFinished(_temporary.Root), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Record_ALineLargerThanAFile_IsWrittenAndLeavesNoEmptyFile()
    {
        await WriteAsync(1, options => options.MaxFileBytes = 1024, new string('d', 2_000));

        Assert.That(AuditFiles.ListFinished(_temporary.Root), Is.Empty);
        Assert.That((await VerifyAsync()).Lines, Is.EqualTo(1));
    }

    [Test]
    public void Record_AfterDispose_IsRefused()
    {
        SkillAuditLog log = Open(null);
        log.Dispose();

        Assert.That(async () => await log.RecordAsync(Event()), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(Event().Skill, Is.Empty);
    }

    [Test]
    public async Task Record_AfterATornLine_SaysThatItSucceeded()
    {
        File.WriteAllText(LogPath, "torn");
        await WriteAsync(1);

        Assert.That(
            File.ReadAllLines(LogPath)[0], Does.Contain("\"action\":\"LogRecovered\",\"outcome\":\"success\""));
    }

    public void Dispose() => _temporary.Dispose();

    private static void AssertError(
        SkillAuditReport report, AuditChainErrorKind kind, string file, int line, string message) => Assert.That(
        (report.Error?.Kind, report.Error?.File, report.Error?.Line, report.Error?.Message),
        Is.EqualTo((kind, file, line, message)));

    private static SkillAuditEvent Event(string? detail = null) => new()
    {
        Time = DateTimeOffset.UnixEpoch,
        Action = SkillAuditAction.Installed,
        Outcome = "success",
        Detail = detail,
    };

    private SkillAuditLog Open(Action<SkillAuditOptions>? configure)
    {
        var options = new SkillAuditOptions { DirectoryPath = _temporary.Root };
        configure?.Invoke(options);
        return new SkillAuditLog(Options.Create(options), TimeProvider.System, NullLogger<SkillAuditLog>.Instance);
    }

    private async Task WriteAsync(int count, Action<SkillAuditOptions>? configure = null, string? detail = null)
    {
        using SkillAuditLog log = Open(configure);
        for (int i = 0; i < count; i++)
        {
            await log.RecordAsync(Event(detail));
        }
    }

    private Task<SkillAuditReport> VerifyAsync(SkillAuditExpectation? expectation = null) =>
        SkillAuditLog.VerifyAsync(_temporary.Root, expectation);
}
