using System.Security.Cryptography;
using System.Text;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Tests.Packaging;

public sealed class SkillDigestTests
{
    private static readonly SkillSource Source = new() { Registry = "test", Path = "pdf" };

    [Test]
    public void Content_OfAPackage_IsTheDigestOfTheDocumentedText()
    {
        string manifest = SkillPackageBuilderTests.Manifest;
        SkillPackage package = Build(("run.sh", "echo\n", true), ("SKILL.md", manifest, false));
        string text = "boternity-skill-content 1\n"
            + $"644 {manifest.Length} {Sha256(manifest)} SKILL.md\n"
            + $"755 5 {Sha256("echo\n")} run.sh\n";

        Assert.That(SkillDigest.OfContent(package), Is.EqualTo(Sha256(text)));
    }

    [Test]
    public void Content_OfTheSameFiles_DoesNotDependOnTheirOrder()
    {
        SkillFileDigest[] files =
        [
            new SkillFileDigest { Path = "\uffee", IsExecutable = false, Size = 1, Sha256 = new string('a', 64) },
            new SkillFileDigest { Path = "\U0001F600", IsExecutable = true, Size = 2, Sha256 = new string('b', 64) },
            new SkillFileDigest { Path = "a", IsExecutable = false, Size = 3, Sha256 = new string('c', 64) },
        ];
        Assert.That(SkillDigest.OfContent(files.Reverse()), Is.EqualTo(SkillDigest.OfContent(files)));
    }

    [Test]
    public void Content_WithAnythingChanged_IsAnother()
    {
        string manifest = SkillPackageBuilderTests.Manifest;
        string[] digests =
        [
            SkillDigest.OfContent(Build(("SKILL.md", manifest, false))),
            SkillDigest.OfContent(Build(("SKILL.md", manifest + " ", false))),
            SkillDigest.OfContent(Build(("SKILL.md", manifest, true))),
            SkillDigest.OfContent(Build(("SKILL.md", manifest, false), ("a", "", false))),
            SkillDigest.OfContent(Build(("SKILL.md", manifest, false), ("b", "", false))),
        ];
        Assert.That(digests, Is.Unique);
    }

    [Test]
    public void File_OfNothing_IsTheDigestOfNothing() => Assert.That(
        SkillDigest.OfFile([]), Is.EqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));

    [Test]
    public void GitTree_OfAFolder_IsTheNameThatGitGivesIt()
    {
        // What `git write-tree` says of these files; "lib" sorts as "lib/", after "lib-z" and "lib.sh".
        (string Path, string Content, bool IsExecutable)[] files =
        [
            ("SKILL.md", "m", false),
            ("a/x.txt", "hello\n", false),
            ("lib-z", "z", false),
            ("lib.d/2", "2", false),
            ("lib.sh", "#!/bin/sh\n", true),
            ("lib/1", "1", false),
        ];
        string digest = SkillDigest.OfGitTree(files.Select(file => new SkillPackageFile
        {
            Path = file.Path,
            Content = Encoding.UTF8.GetBytes(file.Content),
            IsExecutable = file.IsExecutable,
        }));
        Assert.That(digest, Is.EqualTo("85eb366d4a87561af3fe8fc984e3a17e5b2550ac"));
    }

    private static SkillPackage Build(params (string Path, string Content, bool IsExecutable)[] files)
    {
        var builder = new SkillPackageBuilder();
        foreach ((string path, string content, bool isExecutable) in files)
        {
            builder.Add(
                new SkillPackageFile
                {
                    Path = path,
                    Content = Encoding.UTF8.GetBytes(content),
                    IsExecutable = isExecutable,
                });
        }

        return builder.Build(Source);
    }

    private static string Sha256(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
