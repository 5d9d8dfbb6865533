using Boternity.Skills.Text;

namespace Boternity.Skills.Tests.Text;

internal sealed class DisplayTextTests
{
    [TestCase("a\u001B[2Jb", "a [2Jb", TestName = "terminal sequence")]
    [TestCase("a\u009B2Jb", "a 2Jb", TestName = "C1 control sequence")]
    [TestCase("a\u202Eb", "a b", TestName = "override of direction")]
    [TestCase("a\u2067b\u2069", "a b ", TestName = "isolate")]
    [TestCase("a\u200Bb\u2060\uFEFF", "a b  ", TestName = "zero width")]
    [TestCase("a\U000E0041b", "a  b", TestName = "tag character")]
    [TestCase("a\r\nb\tc\u2028d\u0085e", "a  b c d e", TestName = "line ends")]
    [TestCase("a\0\u0007\u007F", "a   ", TestName = "controls")]
    [TestCase("plain 👩‍💻 text", "plain 👩‍💻 text", TestName = "plain text")]
    public void OneLine_HarmfulCharacters_AreSpaces(string text, string expected) =>
        Assert.That(DisplayText.OneLine(text), Is.EqualTo(expected));

    [Test]
    public void Lines_LineFeedsAndTabs_Stay() =>
        Assert.That(DisplayText.Lines("a\n\tb\u001Bc\u202Ed\r"), Is.EqualTo("a\n\tb c d "));
}
