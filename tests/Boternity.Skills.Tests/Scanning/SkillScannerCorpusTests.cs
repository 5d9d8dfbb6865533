using System.Diagnostics;
using Boternity.Skills.Manifests;
using Boternity.Skills.Scanning;
using Boternity.Skills.Tests.Manifests;

namespace Boternity.Skills.Tests.Scanning;

[TestFixture]
public sealed class SkillScannerCorpusTests
{
    [Test]
    public void Scan_EveryPublicSkill_EndsWithoutACrash()
    {
        SkillPackage[] packages = [.. SkillCorpus.RequireManifests().Select(ReadPackage)];
        string[] names = [.. packages.Select(p => p.Manifest.Name).Distinct(StringComparer.Ordinal)];
        var watch = Stopwatch.StartNew();
        SkillFinding[] findings = [.. packages.SelectMany(
            package => Scans.Of(package, names)
                .Select(f => f with { File = $"{package.Source.Path}/{f.File}" }))];
        watch.Stop();
        long bytes = packages.Sum(p => p.Files.Sum(f => (long)f.Content.Length));
        TestContext.Out.WriteLine(
            $"{packages.Length} packages, {bytes / 1024 / 1024} MiB, {watch.ElapsedMilliseconds} ms");
        foreach (IGrouping<(string, SkillFindingSeverity), SkillFinding> rule in findings
            .GroupBy(f => (f.Rule, f.Severity))
            .OrderBy(g => g.Key))
        {
            TestContext.Out.WriteLine(
                $"{rule.Count(),5} × {rule.Key}{Environment.NewLine}      "
                    + $"{string.Join($"{Environment.NewLine}      ", rule.Take(6))}");
        }

        Assert.That(findings.Select(f => f.Line ?? 1), Is.All.GreaterThan(0));
    }

    private static SkillPackage ReadPackage(string manifest)
    {
        string folder = Path.GetDirectoryName(manifest)!;
        return new SkillPackage
        {
            Source = TestSkills.Source(folder),
            Document = SkillManifestReader.Read(File.ReadAllBytes(manifest)),
            Files =
            [
                .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                    .Order(StringComparer.Ordinal)
                    .Select(file => new SkillPackageFile
                {
                    Path = Path.GetRelativePath(folder, file).Replace('\\', '/'),
                    Content = File.ReadAllBytes(file),
                    IsExecutable =
                        !OperatingSystem.IsWindows() && File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute),
                }),
            ],
        };
    }
}
