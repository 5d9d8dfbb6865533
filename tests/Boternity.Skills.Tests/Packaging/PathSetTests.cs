using Boternity.Skills.Packaging;

namespace Boternity.Skills.Tests.Packaging;

public sealed class PathSetTests
{
    [TestCase("a", "a")]
    [TestCase("readme.md", "README.md")]
    [TestCase("caf\u00e9", "cafe\u0301")]
    [TestCase("CAF\u00c9", "cafe\u0301")]
    [TestCase("stra\u00dfe", "STRASSE")]
    [TestCase("\ufb01le", "file")]
    [TestCase("\u212a", "k")]
    [TestCase("\u03c3", "\u03c2")]
    [TestCase("\u1e69", "s\u0307\u0323")]
    [TestCase("\ud55c\uae00", "\u1112\u1161\u11ab\u1100\u1173\u11af")]
    [TestCase("SKILL.md", "SKILL\u200d.md\u200c")]
    [TestCase("\U00010400", "\U00010428")]
    [TestCase("a", "a/b")]
    [TestCase("A/b", "a")]
    [TestCase("scripts/a", "Scripts/b")]
    [TestCase("x/y/z", "x/Y")]
    public void Paths_ThatAreOneFileSomewhere_Clash(string first, string second)
    {
        foreach ((string a, string b) in new[] { (first, second), (second, first) })
        {
            var paths = new PathSet();
            paths.AddFile(a);
            var error = Assert.Throws<SkillPackageException>(() => paths.AddFile(b));
            Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.PackagePath));
            Assert.That(error.Path, Is.EqualTo(b));
        }
    }

    [Test]
    public void Paths_ThatDiffer_DoNotClash()
    {
        var paths = new PathSet();
        string[] different =
        [
            "a", "b/c", "b/d", "ä", "ö", "b/e/f", "漢", "字", "한", "글", "ss/x", "\u0e01\u0e33", "\u0e01\u0e32",
        ];
        Assert.That(() => Array.ForEach(different, paths.AddFile), Throws.Nothing);
    }

    [Test]
    public void Key_OfTheSameText_IsIndependentOfItsNormalForm()
    {
        // Pairs of NFC and NFD, from the Unicode Standard's own examples and the languages that use them.
        (string Composed, string Decomposed)[] pairs =
        [
            ("\u1e0b\u0323", "d\u0323\u0307"),
            ("\u01d6", "u\u0308\u0304"),
            ("\u0958", "\u0915\u093c"),
            ("\u30ac", "\u30ab\u3099"),
            ("\u1ec7", "e\u0323\u0302"),
            ("\u2126", "\u03a9"),
            ("\uf900", "\u8c48"),
        ];
        Assert.Multiple(() =>
        {
            foreach ((string composed, string decomposed) in pairs)
            {
                Assert.That(PathKey.Of(composed), Is.EqualTo(PathKey.Of(decomposed)), composed);
            }
        });
    }

    [TestCase("a\u0307\u0323", "a\u0323\u0307", true, TestName = "Key_MarksOfTwoClasses_AreOrdered")]
    [TestCase("a\u0301\u0323\u0307", "a\u0323\u0301\u0307", true, TestName = "Key_MarksOfThree_AreOrdered")]
    [TestCase("a\u0301\u0300", "a\u0300\u0301", false, TestName = "Key_MarksOfOneClass_KeepTheirOrder")]
    [TestCase("a\u0307b\u0323", "a\u0323b\u0307", false, TestName = "Key_MarksOfTwoLetters_StayWithThem")]
    [TestCase("\u0307\u0323a", "\u0323\u0307a", true, TestName = "Key_MarksAtTheBeginning_AreOrdered")]
    [TestCase("\uac00", "\u1100\u1161", true, TestName = "Key_FirstHangulSyllable_IsItsLetters")]
    [TestCase("\ud7a3", "\u1112\u1175\u11c2", true, TestName = "Key_LastHangulSyllable_IsItsLetters")]
    public void Key_CanonicalForm_IsTheSameForTheSameText(string one, string other, bool areSame) =>
        Assert.That(PathKey.Of(one) == PathKey.Of(other), Is.EqualTo(areSame));

    [Test]
    public void Key_AfterTheLastHangulSyllable_IsItself() =>
        Assert.That(PathKey.Of("\ud7a4"), Is.EqualTo("\ud7a4"));
}
