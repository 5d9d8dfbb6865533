using System.Text;
using Boternity.Skills.Scanning;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Scanning;

/// <summary>A scan ends with its time, and says so.</summary>
[TestFixture]
public sealed class SkillScannerTimeTests
{
    // The second look at the time is too late already.
    private sealed class RunningClock : TimeProvider
    {
        private long _timestamp;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _timestamp++;
    }

    [Test]
    public async Task ScanAsync_TimeIsOver_SaysSoBesideWhatWasFound()
    {
        var scanner = new SkillScanner(
            Options.Create(new BoternitySkillsOptions { MaxScanTime = TimeSpan.FromSeconds(1) }), new RunningClock());
        SkillPackage package = TestSkills.Package(
            TestSkills.Manifest(),
            "http://203.0.113.7/",
            (".envrc", "true"u8.ToArray()),
            ("z.md", "http://203.0.113.8/"u8.ToArray()));

        IReadOnlyList<SkillFinding> findings = await scanner.ScanAsync(package, []);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                findings.Select(f => (f.Rule, f.File)),
                Is.EquivalentTo(new[]
                {
                    (SkillScanRules.AutomaticExecution, ".envrc"),
                    (SkillScanRules.RawAddress, SkillPackage.ManifestFileName),
                    (SkillScanRules.ScanIncomplete, SkillPackage.ManifestFileName),
                }));
            SkillFinding incomplete = findings.Single(f => f.Rule == SkillScanRules.ScanIncomplete);
            Assert.That(incomplete.Severity, Is.EqualTo(SkillFindingSeverity.Warning));
            Assert.That(
                incomplete.Message,
                Does.Contain("1 of 3 files").And.Contains(nameof(BoternitySkillsOptions.MaxScanTime)));
        }
    }

    /// <summary>Every rule looks at the time inside of one file, too.</summary>
    [TestCase("curl x; ")]
    [TestCase("exec(\n")]
    [TestCase("a\u200Bb\u202E")]
    [TestCase("://x ")]
    [TestCase("-sk-a ")]
    public void Scan_OneLargeFile_EndsInTheMiddle(string pattern)
    {
        byte[] content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(pattern, 20_000)));
        SkillPackage package = TestSkills.Package(TestSkills.Manifest(), "See big.sh.", ("big.sh", content));
        var clock = new CountingClock();

        IReadOnlyList<SkillFinding> findings = SkillScanner.Scan(
            package, [], clock, TimeSpan.FromSeconds(20), CancellationToken.None);

        Assert.That(findings.Select(f => f.Rule), Does.Contain(SkillScanRules.ScanIncomplete));
    }

    private sealed class CountingClock : TimeProvider
    {
        private long _timestamp;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _timestamp++;
    }
}
