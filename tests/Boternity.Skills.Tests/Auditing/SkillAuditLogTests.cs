using System.Diagnostics;
using System.Text;
using Boternity.Skills.Auditing;
using Boternity.Skills.Grants;
using Boternity.Skills.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Auditing;

internal sealed class SkillAuditLogTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    private string LogPath => _temporary.PathOf("audit.jsonl");

    [Test]
    public async Task Record_Events_AreLinesThatVerify()
    {
        using (SkillAuditLog log = Open())
        {
            await RecordAsync(log, 3);
        }

        SkillAuditReport report = await SkillAuditLog.VerifyAsync(_temporary.Root);

        Assert.That((report.IsIntact, report.Lines), Is.EqualTo((true, 3)));
        Assert.That(
            report.Head, Is.EqualTo(new AuditHash(null).Of(Encoding.UTF8.GetBytes(File.ReadAllLines(LogPath)[^1]))));
    }

    [Test]
    public async Task Record_Executed_WritesWhatHappenedAndNoContents()
    {
        using (SkillAuditLog log = Open())
        {
            await log.RecordAsync(new SkillAuditEvent
            {
                Time = DateTimeOffset.UnixEpoch,
                Action = SkillAuditAction.Executed,
                Outcome = "success",
                Skill = "pdf",
                Tier = SkillTrustTier.Untrusted,
                CapabilityUses =
                [
                    new SkillCapabilityUse
                    {
                        Capability = SkillCapability.HttpGet,
                        Scope = "https://a.example:443",
                        Allowed = 2,
                        Denied = 1,
                    },
                ],
                Fuel = 12,
                DurationMilliseconds = 1.5,
                Detail = "line\nbreak",
            });
        }

        Assert.That(File.ReadAllText(LogPath), Is.EqualTo(
            $$$"""{"sequence":1,"previous":"{{{new string('0', 64)}}}","event":{"time":"1970-01-01T00:00:00+00:00","""
            + """
                "action":"Executed","outcome":"success","skill":"pdf","tier":"Untrusted",
                """
            + """
                "capabilityUses":[{"capability":"HttpGet","scope":"https://a.example:443","allowed":2,"denied":1}],
                """
            + """
                "fuel":12,"durationMilliseconds":1.5,"detail":"line\nbreak"}}
                """
            + "\n"));
    }

    [Test]
    public async Task Record_AfterRestarts_GoesOnWithTheChain()
    {
        for (int i = 0; i < 3; i++)
        {
            using SkillAuditLog log = Open();
            await RecordAsync(log, 2);
        }

        Assert.That(
            await SkillAuditLog.VerifyAsync(_temporary.Root),
            Has.Property("IsIntact").True.And.Property("Lines").EqualTo(6));
    }

    [Test]
    public async Task Record_OverTheFilesSize_RotatesAndTheChainGoesOn()
    {
        for (int i = 0; i < 2; i++)
        {
            using SkillAuditLog log = Open(options => options.MaxFileBytes = 1024);
            await RecordAsync(log, 20);
        }

        string[] files = Directory.GetFiles(_temporary.Root, "audit*.jsonl");
        Assert.That(files, Has.Length.GreaterThan(3));
        Assert.That(files.Select(file => new FileInfo(file).Length), Is.All.LessThanOrEqualTo(1024));
        Assert.That(
            await SkillAuditLog.VerifyAsync(_temporary.Root),
            Has.Property("IsIntact").True.And.Property("Lines").EqualTo(40));
    }

    [Test]
    public async Task Record_FromManyThreads_KeepsTheChain()
    {
        using (SkillAuditLog log = Open(options => options.MaxFileBytes = 4096))
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => RecordAsync(log, 50))));
        }

        Assert.That(
            await SkillAuditLog.VerifyAsync(_temporary.Root),
            Has.Property("IsIntact").True.And.Property("Lines").EqualTo(400));
    }

    [TestCase(2, AuditChainErrorKind.Altered, 2)]
    [TestCase(4, AuditChainErrorKind.Altered, 4)]
    public async Task Verify_LineAltered_SaysWhere(int line, AuditChainErrorKind kind, int place)
    {
        await WriteAsync(5);
        Edit(lines => lines[line - 1] = lines[line - 1].Replace("skill-", "other-", StringComparison.Ordinal));

        await AssertBrokenAsync(kind, place);
    }

    [TestCase(1, AuditChainErrorKind.BeginningMissing, 1)]
    [TestCase(3, AuditChainErrorKind.Sequence, 3)]
    public async Task Verify_LineRemoved_SaysWhere(int line, AuditChainErrorKind kind, int place)
    {
        await WriteAsync(5);
        Edit(lines => lines.RemoveAt(line - 1));

        await AssertBrokenAsync(kind, place);
    }

    [Test]
    public async Task Verify_LineRemovedAndTheRestRenumbered_SaysWhere()
    {
        await WriteAsync(5);
        Edit(lines =>
        {
            lines.RemoveAt(2);
            for (int i = 2; i < lines.Count; i++)
            {
                lines[i] = lines[i].Replace($"\"sequence\":{i + 2}", $"\"sequence\":{i + 1}", StringComparison.Ordinal);
            }
        });

        await AssertBrokenAsync(AuditChainErrorKind.Altered, 2);
    }

    [Test]
    public async Task Verify_LinesSwapped_SaysWhere()
    {
        await WriteAsync(5);
        Edit(lines => (lines[1], lines[2]) = (lines[2], lines[1]));

        await AssertBrokenAsync(AuditChainErrorKind.Sequence, 2);
    }

    [Test]
    public async Task Verify_LinesMissingAtTheEnd_ShowsAgainstAKnownHead()
    {
        await WriteAsync(5);
        string head = (await SkillAuditLog.VerifyAsync(_temporary.Root)).Head;
        await WriteAsync(1);
        var expectation = new SkillAuditExpectation { Head = head };
        Assert.That(
            (await SkillAuditLog.VerifyAsync(_temporary.Root, expectation)).IsIntact,
            Is.True,
            "the log may have grown");

        Edit(lines => lines.RemoveRange(4, 2));

        Assert.That(
            (await SkillAuditLog.VerifyAsync(_temporary.Root)).IsIntact, Is.True, "the chain alone cannot tell");
        Assert.That(
            (await SkillAuditLog.VerifyAsync(_temporary.Root, expectation)).Error?.Kind,
            Is.EqualTo(AuditChainErrorKind.EndMissing));
    }

    [Test]
    public async Task Verify_RotatedFileRemoved_SaysWhere()
    {
        using (SkillAuditLog log = Open(options => options.MaxFileBytes = 1024))
        {
            await RecordAsync(log, 20);
        }

        string first = _temporary.PathOf("audit-000001.jsonl");
        int inFirst = File.ReadAllLines(first).Length;
        File.Move(_temporary.PathOf("audit-000002.jsonl"), _temporary.PathOf("taken"));
        Assert.That((await SkillAuditLog.VerifyAsync(_temporary.Root)).Error, Is.EqualTo(new AuditChainError
        {
            Kind = AuditChainErrorKind.Sequence,
            File = "audit-000003.jsonl",
            Line = 1,
            Message = $"Line {2 * inFirst + 1} of the log follows line {inFirst}.",
        }));

        File.Move(_temporary.PathOf("taken"), _temporary.PathOf("audit-000002.jsonl"));
        File.Delete(first);
        Assert.That(
            (await SkillAuditLog.VerifyAsync(_temporary.Root)).Error?.Kind,
            Is.EqualTo(AuditChainErrorKind.BeginningMissing));
        Assert.That(
            (await SkillAuditLog.VerifyAsync(
                _temporary.Root, new SkillAuditExpectation { FirstSequence = inFirst + 1 })).IsIntact,
            Is.True,
            "a host that removes old files says so");
    }

    [TestCase("nonsense")]
    [TestCase("{}")]
    [TestCase("")]
    public async Task Verify_ForeignLine_IsUnreadable(string text)
    {
        await WriteAsync(3);
        Edit(lines => lines.Insert(1, text));

        await AssertBrokenAsync(AuditChainErrorKind.Unreadable, 2);
    }

    [Test]
    public async Task Verify_NoLog_IsEmptyAndIntact() =>
        Assert.That(await SkillAuditLog.VerifyAsync(_temporary.PathOf("none")), Is.EqualTo(new SkillAuditReport
        {
            Lines = 0,
            Head = new string('0', 64),
        }));

    [Test]
    public async Task Record_AfterATornLine_CutsItAndSaysSo()
    {
        await WriteAsync(2);
        File.AppendAllText(LogPath, "{\"sequence\":3,\"prev");
        Assert.That(
            (await SkillAuditLog.VerifyAsync(_temporary.Root)).Error,
            Has.Property("Kind").EqualTo(AuditChainErrorKind.Truncated).And.Property("Line").EqualTo(3));

        await WriteAsync(1);

        Assert.That((await SkillAuditLog.VerifyAsync(_temporary.Root)).IsIntact, Is.True);
        Assert.That(File.ReadAllLines(LogPath)[2], Does.Contain("LogRecovered").And.Contain("19 bytes"));
    }

    [Test]
    public async Task Record_DiskFull_FailsClosedAndRecovers()
    {
        var disk = new SmallDisk { Room = 700 };
        using SkillAuditLog log = Open(disk: disk);
        await RecordAsync(log, 2);

        Assert.That(
            async () => await RecordAsync(log, 2),
            Throws.InstanceOf<SkillAuditException>()
                .With.Property("Code")
                .EqualTo(SkillErrorCodes.AuditUnavailable)
                .And.InnerException.InstanceOf<IOException>());
        disk.Room = 1_000_000;
        await RecordAsync(log, 1);

        Assert.That(
            (await SkillAuditLog.VerifyAsync(_temporary.Root)).IsIntact,
            Is.True,
            "what was written in part is cut off");
        Assert.That(File.ReadAllText(LogPath), Does.Contain("LogRecovered"));
    }

    [Test]
    public async Task Record_DiskFullAndTheHostGoesOn_LogsAnError()
    {
        var logger = new ListLogger<SkillAuditLog>();
        using var log = new SkillAuditLog(
            Options.Create(
                new SkillAuditOptions { DirectoryPath = _temporary.Root, OnFailure = SkillAuditFailureMode.FailOpen }),
            TimeProvider.System,
            logger)
        {
            OpenFile = new SmallDisk { Room = 10 }.Open,
        };

        await RecordAsync(log, 3);

        Assert.That(logger.Lines.Count(line => line.StartsWith("Error 5001", StringComparison.Ordinal)), Is.EqualTo(3));
    }

    [Test]
    public async Task Record_TwoWriters_TakeTurnsOverRotations()
    {
        using SkillAuditLog one = Open(options => options.MaxFileBytes = 1024);
        using SkillAuditLog two = Open(options => options.MaxFileBytes = 1024);
        for (int i = 0; i < 20; i++)
        {
            await RecordAsync(i % 3 == 0 ? one : two, 1);
        }

        await Task.WhenAll(Task.Run(() => RecordAsync(one, 50)), Task.Run(() => RecordAsync(two, 50)));

        Assert.That(
            await SkillAuditLog.VerifyAsync(_temporary.Root),
            Has.Property("IsIntact").True.And.Property("Lines").EqualTo(120),
            "the log can be read while it is written");
    }

    [Test]
    public async Task Record_SeveralProcesses_AllTheirEventsAreInOneChain()
    {
        using SkillAuditLog own = Open();
        await RecordAsync(own, 1);
        Process[] children =
        [
            .. Enumerable.Range(0, 3).Select(i => StoreChild.Start("audit", _temporary.Root, $"{i}", "40")),
        ];
        foreach (Process child in children)
        {
            await RecordAsync(own, 5);
            await child.WaitForExitAsync();
            Assert.That(child.ExitCode, Is.Zero, await child.StandardError.ReadToEndAsync());
            child.Dispose();
        }

        Assert.That(
            await SkillAuditLog.VerifyAsync(_temporary.Root),
            Has.Property("IsIntact").True.And.Property("Lines").EqualTo(136));
    }

    [Test]
    public async Task Verify_WhileSeveralProcessesWriteWithAKey_SeesAWholeLogEachTime()
    {
        Process[] children =
        [
            .. Enumerable.Range(0, 2).Select(
                i => StoreChild.Start("sealed-audit", _temporary.PathOf("shared"), $"{i}", "150")),
        ];
        Task all = Task.WhenAll(children.Select(child => child.WaitForExitAsync()));
        var expected = new SkillAuditExpectation { Key = [.. StoreChild.AuditKey] };
        int looks = 0;
        while (!all.IsCompleted)
        {
            SkillAuditReport seen = await SkillAuditLog.VerifyAsync(_temporary.PathOf("shared"), expected);
            Assert.That(seen.Error, Is.Null, $"{seen.Error?.File} {seen.Error?.Line}: {seen.Error?.Message}");
            looks++;
        }

        foreach (Process child in children)
        {
            Assert.That(child.ExitCode, Is.Zero, await child.StandardError.ReadToEndAsync());
            child.Dispose();
        }

        SkillAuditReport report = await SkillAuditLog.VerifyAsync(_temporary.PathOf("shared"), expected);
        Assert.That((report.IsIntact, report.Lines), Is.EqualTo((true, 300)));
        Assert.That(looks, Is.GreaterThan(2));
    }

    [Test]
    public async Task Verify_StartsWithoutAnEnd_AreReported()
    {
        using (SkillAuditLog log = Open())
        {
            foreach ((SkillAuditAction action, string invocation) in ((SkillAuditAction, string)[])
                [
                    (SkillAuditAction.Executing, "a"),
                    (SkillAuditAction.Executing, "b"),
                    (SkillAuditAction.Executed, "a"),
                    (SkillAuditAction.Executing, "c"),
                ])
            {
                await log.RecordAsync(new SkillAuditEvent
                {
                    Time = DateTimeOffset.UnixEpoch,
                    Action = action,
                    Outcome = "x",
                    Skill = "probe",
                    InvocationId = invocation,
                });
            }
        }

        SkillAuditReport report = await SkillAuditLog.VerifyAsync(_temporary.Root);

        Assert.That(report.IsIntact, Is.True);
        Assert.That(
            report.UnfinishedExecutions.Select(started => started.InvocationId), Is.EqualTo(new[] { "b", "c" }));
    }

    [Test]
    public async Task Verify_WithAKey_ShowsLinesThatWereCutOrWrittenAnew()
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        var expectation = new SkillAuditExpectation { Key = key };
        using (SkillAuditLog log = Open(options => options.Key = key))
        {
            await RecordAsync(log, 5);
        }

        string whole = File.ReadAllText(LogPath);
        Assert.That((await SkillAuditLog.VerifyAsync(_temporary.Root, expectation)).Error, Is.Null);
        Assert.That(
            (await SkillAuditLog.VerifyAsync(_temporary.Root)).Error?.Kind,
            Is.EqualTo(AuditChainErrorKind.Altered),
            "without the key it is no chain");

        Edit(lines => lines.RemoveRange(3, 2));
        Assert.That(
            (await SkillAuditLog.VerifyAsync(_temporary.Root, expectation)).Error?.Kind,
            Is.EqualTo(AuditChainErrorKind.EndMissing));

        File.Delete(LogPath);
        Assert.That(
            (await SkillAuditLog.VerifyAsync(_temporary.Root, expectation)).Error?.Kind,
            Is.EqualTo(AuditChainErrorKind.EndMissing));

        await WriteAsync(5);
        Assert.That(
            (await SkillAuditLog.VerifyAsync(_temporary.Root, expectation)).IsIntact,
            Is.False,
            "written anew without the key");

        File.WriteAllText(LogPath, whole);
        File.Delete(_temporary.PathOf("audit.seal"));
        Assert.That(
            (await SkillAuditLog.VerifyAsync(_temporary.Root, expectation)).Error?.Kind,
            Is.EqualTo(AuditChainErrorKind.EndMissing));
    }

    [Test]
    public async Task Record_Directory_IsTheOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows has no modes.");
            return;
        }

        string directory = _temporary.PathOf("new");
        using (var log = new SkillAuditLog(
            Options.Create(new SkillAuditOptions { DirectoryPath = directory, Key = new byte[32] }),
            TimeProvider.System,
            NullLogger<SkillAuditLog>.Instance))
        {
            await RecordAsync(log, 1);
        }

        Assert.That(File.GetUnixFileMode(directory), Is.EqualTo((UnixFileMode)0b111_000_000));
        string[] files = Directory.GetFiles(directory);
        Assert.That(files, Has.Length.EqualTo(3));
        foreach (string file in files)
        {
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo((UnixFileMode)0b110_000_000), file);
        }

        File.SetUnixFileMode(directory, (UnixFileMode)0b111_010_000);
        using var second = new SkillAuditLog(
            Options.Create(new SkillAuditOptions { DirectoryPath = directory }),
            TimeProvider.System,
            NullLogger<SkillAuditLog>.Instance);
        Assert.That(
            async () => await RecordAsync(second, 1),
            Throws.InstanceOf<SkillAuditException>().With.Message.Contains("other users can write it"));
    }

    [Test]
    public async Task Record_OntoALogThatWasTamperedWith_FailsClosed()
    {
        await WriteAsync(2);
        Edit(lines => lines.Add("nonsense"));

        Assert.That(async () => await WriteAsync(1), Throws.InstanceOf<SkillAuditException>());
    }

    public void Dispose() => _temporary.Dispose();

    private static async Task RecordAsync(SkillAuditLog log, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await log.RecordAsync(new SkillAuditEvent
            {
                Time = DateTimeOffset.UnixEpoch,
                Action = SkillAuditAction.Installed,
                Outcome = "success",
                Skill = $"skill-{i}",
            });
        }
    }

    private SkillAuditLog Open(Action<SkillAuditOptions>? configure = null, SmallDisk? disk = null)
    {
        var options = new SkillAuditOptions { DirectoryPath = _temporary.Root };
        configure?.Invoke(options);
        var plain = new SkillAuditLog(Options.Create(options), TimeProvider.System, NullLogger<SkillAuditLog>.Instance);
        return disk is null
            ? plain
            : new SkillAuditLog(Options.Create(options), TimeProvider.System, NullLogger<SkillAuditLog>.Instance)
            {
                OpenFile = disk.Open,
            };
    }

    private async Task WriteAsync(int count)
    {
        using SkillAuditLog log = Open();
        await RecordAsync(log, count);
    }

    private void Edit(Action<List<string>> edit)
    {
        List<string> lines = [.. File.ReadAllLines(LogPath)];
        edit(lines);
        File.WriteAllText(LogPath, string.Concat(lines.Select(line => line + "\n")));
    }

    private async Task AssertBrokenAsync(AuditChainErrorKind kind, int line)
    {
        SkillAuditReport report = await SkillAuditLog.VerifyAsync(_temporary.Root);
        Assert.That(
            (report.IsIntact, report.Error?.Kind, report.Error?.File, report.Error?.Line),
            Is.EqualTo((false, kind, "audit.jsonl", line)));
    }

    /// <summary>A disk with little room: what does not fit is written in part, as real disks do it.</summary>
    private sealed class SmallDisk
    {
        public long Room { get; set; }

        public Stream Open(string path) => new SmallStream(path, this);

        private sealed class SmallStream(string path, SmallDisk disk)
            : FileStream(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 0)
        {
            public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

            public override void Write(byte[] buffer, int offset, int count)
            {
                int fits = (int)Math.Min(count, Math.Max(0, disk.Room - Length));
                base.Write(buffer, offset, fits);
                if (fits < count)
                {
                    throw new IOException("No space left on device", 28);
                }
            }
        }
    }
}
