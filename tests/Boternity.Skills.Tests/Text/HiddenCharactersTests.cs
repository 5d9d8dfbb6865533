using System.Globalization;
using System.Text;
using Boternity.Skills.Text;

namespace Boternity.Skills.Tests.Text;

internal sealed class HiddenCharactersTests
{
    // Unicode's property Default_Ignorable_Code_Point (DerivedCoreProperties), and the marks of interlinear
    // annotations, which nobody sees either.
    private static readonly (int First, int Last)[] Ignorable =
    [
        (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
        (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
        (0xFFF0, 0xFFFB), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    ];

    [Test]
    public void TryFindNext_EveryIgnorableCharacter_IsHidden()
    {
        List<string> missed = [];
        foreach ((int first, int last) in Ignorable)
        {
            for (int code = first; code <= last; code++)
            {
                string hidden = char.ConvertFromUtf32(code);
                string text = $"a{hidden}b";
                int at = 0;
                if (!HiddenCharacters.TryFindNext(text, ref at, out _, out int length)
                    || (at, length) != (1, hidden.Length)
                    || HiddenCharacters.Remove(text) != "ab"
                    || DisplayText.OneLine(text).Trim('a', 'b', ' ').Length > 0)
                {
                    missed.Add(code.ToString("X4", CultureInfo.InvariantCulture));
                }
            }
        }

        Assert.That(missed, Is.Empty);
    }

    [TestCase("\U0001D11E", TestName = "a clef")]
    [TestCase("\U0001BC01", TestName = "shorthand")]
    [TestCase("\u1820\u180B", TestName = "a variant of a Mongolian letter")]
    [TestCase("\U0001F469\u200D\U0001F4BB", TestName = "an emoji")]
    public void Remove_WhatIsSeen_Stays(string text) =>
        Assert.That(HiddenCharacters.Remove($"a {text} b"), Is.EqualTo($"a {text} b"));

    [Test]
    public void Remove_HalfASurrogatePair_Stays() =>
        Assert.That(
            HiddenCharacters.Remove(new StringBuilder("a").Append('\uD834').Append('b').ToString()).Length,
            Is.EqualTo(3));
}
