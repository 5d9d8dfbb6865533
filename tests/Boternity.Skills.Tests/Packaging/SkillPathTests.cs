using Boternity.Skills.Packaging;
using FsCheck;
using FsCheck.Fluent;

namespace Boternity.Skills.Tests.Packaging;

public sealed class SkillPathTests
{
    [TestCase("SKILL.md")]
    [TestCase("scripts/run.sh")]
    [TestCase(".hidden/…/a b/ü")]
    [TestCase("con-tract/nullable/com10/aux-file.txt")]
    [TestCase("a..b/...c")]
    public void Path_ThatKeepsTheRules_IsTaken(string path) => Assert.That(SkillPath.FindProblem(path), Is.Null);

    [TestCase("", "characters")]
    [TestCase("/etc/passwd", "absolute")]
    [TestCase("a//b", "empty")]
    [TestCase("a/", "empty")]
    [TestCase(".", "'..'")]
    [TestCase("./a", "'..'")]
    [TestCase("a/../b", "'..'")]
    [TestCase("..", "'..'")]
    [TestCase("C:/x", "':'")]
    [TestCase("file.txt:stream", "':'")]
    [TestCase("a\\b", "'\\'")]
    [TestCase("..\\..\\x", "'\\'")]
    [TestCase("a*b", "'*'")]
    [TestCase("what?", "'?'")]
    [TestCase("a\nb", "control")]
    [TestCase("a\0b", "control")]
    [TestCase("a\u0085b", "control")]
    [TestCase("NUL", "device")]
    [TestCase("scripts/con.txt", "device")]
    [TestCase("Aux.tar.gz", "device")]
    [TestCase("com1 .txt", "device")]
    [TestCase("LPT¹", "device")]
    [TestCase("conin$", "device")]
    [TestCase("a./b", "dot or a space")]
    [TestCase("a /b", "dot or a space")]
    [TestCase("a/b ", "dot or a space")]
    [TestCase("...", "dot or a space")]
    public void Path_ThatBreaksARule_IsRefusedByName(string path, string rule)
    {
        Assert.That(SkillPath.IsValid(path), Is.False);
        var error = Assert.Throws<SkillPackageException>(() => SkillPath.ThrowIfInvalid(path));
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.PackagePath));
        Assert.That(error.Path, Is.EqualTo(path));
        Assert.That(error.Message, Does.Contain(rule));
    }

    [Test]
    public void Path_WithHalfASurrogatePair_IsRefused() =>
        Assert.That(SkillPath.IsValid($"a/{(char)0xD800}"), Is.False);

    [Test]
    public void Path_OverALength_IsRefused()
    {
        Assert.That(SkillPath.IsValid(string.Join('/', Enumerable.Repeat("abcdefg", 64))), Is.True);
        Assert.That(SkillPath.IsValid(string.Join('/', Enumerable.Repeat("abcdefgh", 64))), Is.False);
        Assert.That(SkillPath.IsValid(new string('é', 127)), Is.True);
        Assert.That(SkillPath.IsValid(new string('é', 128)), Is.False);
    }

    [Test]
    public void Path_Taken_NeverLeavesItsFolder()
    {
        Gen<string> segments = Gen.OneOf(
            Gen.Elements("..", ".", "", "a", "A ", "con", "nul.x", "b.", "ü", "x\\y", "C:", "~", "..a", "\u0001"),
            ArbMap.Default.ArbFor<string>().Generator.Select(text => text ?? ""));
        Gen<string> paths = Gen.Select(Gen.ListOf(segments), list => string.Join('/', list));

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2_000),
            Prop.ForAll(paths.ToArbitrary(), path =>
            {
                if (!SkillPath.IsValid(path))
                {
                    return true;
                }

                string root = Path.GetFullPath(Path.Combine(Path.GetTempPath(), "root"));
                string full = Path.GetFullPath(Path.Combine(root, path));
                return full == Path.Combine(root, path)
                    && full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                    && path.Split('/').All(segment => segment.TrimEnd('.', ' ') == segment && segment.Length > 0)
                    && !path.Any(c => c is '\\' or ':' || char.IsControl(c));
            }));
    }

    [Test]
    public void Path_OfPlainSegments_IsAlwaysTaken()
    {
        Gen<string> segment = Gen.Select(
            Gen.ArrayOf(Gen.Elements("abcxyz019-_ü漢.".ToCharArray())),
            characters => "s" + new string(characters) + "e");
        Gen<string> paths = Gen.Select(
            Gen.ListOf(segment),
            list => string.Join('/', list.Take(8).Append("end").Select(s => s[..Math.Min(s.Length, 40)] + "e")));

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll(paths.ToArbitrary(), SkillPath.IsValid));
    }

    [Test]
    public void Path_AsLongAsMayBe_IsAllowed()
    {
        string longest = string.Concat(Enumerable.Repeat("aaaaaaa/", SkillPath.MaxLength / 8))[..^1] + "a";
        string segment = $"{new string('ä', 127)}a";

        Assert.That(SkillPath.IsValid(longest), Is.True);
        Assert.That(SkillPath.IsValid(longest + "a"), Is.False);
        Assert.That(SkillPath.IsValid(segment), Is.True);
        Assert.That(
            SkillPath.FindProblem(segment + "b"),
            Is.EqualTo($"a segment has 256 bytes in UTF-8; {SkillPath.MaxSegmentBytes} are allowed"));
    }

    [Test]
    public void Path_HalfOfAPairOrGits_IsToldWhy()
    {
        Assert.That(SkillPath.FindProblem("a\ud800"), Is.EqualTo("it contains half of a surrogate pair"));
        Assert.That(SkillPath.FindProblem("a/.git/b"), Does.Contain("the name of Git's own directory"));
    }
}
