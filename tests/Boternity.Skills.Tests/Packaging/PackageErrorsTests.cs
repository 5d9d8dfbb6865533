using Boternity.Skills.Packaging;

namespace Boternity.Skills.Tests.Packaging;

internal sealed class PackageErrorsTests
{
    [TestCase("plain ü", "plain ü")]
    [TestCase("\u001b[2J", "\\u{1B}[2J", TestName = "Show_Control_IsWrittenOut")]
    [TestCase("a\u202eb", "a\\u{202E}b", TestName = "Show_Direction_IsWrittenOut")]
    public void Show_StrangersText_CannotMoveTheCursor(string text, string shown) =>
        Assert.That(PackageErrors.Show(text), Is.EqualTo(shown));

    [Test]
    public void Show_LongText_IsCut()
    {
        Assert.That(PackageErrors.Show(new string('a', 160)), Is.EqualTo(new string('a', 160)));
        Assert.That(PackageErrors.Show(new string('a', 161)), Is.EqualTo(new string('a', 160) + "…"));
    }
}
