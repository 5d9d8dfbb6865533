using Boternity.Skills.Manifests;

namespace Boternity.Skills.Tests.Manifests;

[TestFixture]
public sealed class SkillManifestReaderCorpusTests
{
    [Test]
    public void Read_EveryPublicSkill_Loads()
    {
        var failures = new List<string>();
        var codes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        IReadOnlyList<string> manifests = SkillCorpus.RequireManifests();
        foreach (string path in manifests)
        {
            var options = new SkillManifestReadOptions
            {
                FolderName = Path.GetFileName(Path.GetDirectoryName(path)),
                Place = path,
            };
            byte[] file = File.ReadAllBytes(path);
            if (!SkillManifestReader.TryRead(
                file, options, out SkillDocument? document, out IReadOnlyList<SkillDiagnostic> diagnostics))
            {
                failures.Add($"{path}{diagnostics[0]}");
                continue;
            }

            foreach (SkillDiagnostic diagnostic in diagnostics)
            {
                codes[diagnostic.Code] = codes.GetValueOrDefault(diagnostic.Code) + 1;
            }

            Assert.That(
                SkillManifestReader.ReadFrontmatter(file, options).Manifest.Description,
                Is.EqualTo(document.Manifest.Description),
                path);
        }

        TestContext.Out.WriteLine(
            $"{manifests.Count} read: {string.Join(", ", codes.Select(c => $"{c.Value} × {c.Key}"))}");
        Assert.That(failures, Is.Empty);
        Assert.That(manifests, Is.Not.Empty);
    }

    [Test]
    public void Read_TheTwoPublicRepositories_HaveTheOdditiesThatAreKnown()
    {
        IReadOnlyList<string> manifests = SkillCorpus.RequireManifests();
        if (manifests.Count != 882)
        {
            Assert.Ignore(
                $"The corpus has {manifests.Count} SKILL.md, not the 882 that the figures of this test were counted "
                    + "in.");
        }

        SkillManifest[] all = [.. manifests.Select(path => SkillManifestReader.Read(File.ReadAllBytes(path)).Manifest)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                all.Count(m => m.Name.Contains(' ', StringComparison.Ordinal)), Is.EqualTo(64), "names with spaces");
            Assert.That(
                all.Count(m => m.Name.Contains('_', StringComparison.Ordinal)),
                Is.EqualTo(26),
                "names with underscores");
            Assert.That(all.Count(m => m.Name.StartsWith('-')), Is.GreaterThan(0), "names with a leading hyphen");
            Assert.That(all.Max(m => m.Description.Length), Is.EqualTo(1_068), "the longest description");
            Assert.That(all.Count(m => m.OtherFields.ContainsKey("requires")), Is.EqualTo(832), "'requires' kept");
            Assert.That(all.Count(m => m.Type == SkillType.Tool), Is.Zero, "tool skills");
        }
    }
}
