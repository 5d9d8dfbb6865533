using System.Globalization;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Tests.Packaging;

public sealed class PathKeyTests
{
    private const int Below = 0xDC;

    // The Unicode Standard 3.11: marks of different classes are the same in any order.
    [Test]
    public void Of_LastMarkOfEachRangeOfAClass_IsTheSameBeforeAndAfterAnother()
    {
        int compared = 0;
        foreach ((int last, int rank) in Ranges())
        {
            string mark = char.ConvertFromUtf32(last);
            string other = rank == Below ? "\u0301" : "\u0323";
            if (PathKey.Of(mark) != mark)
            {
                // It becomes another character.
                continue;
            }

            Assert.That(PathKey.Of($"a{mark}{other}"), Is.EqualTo(PathKey.Of($"a{other}{mark}")), $"U+{last:X4}");
            compared++;
        }

        Assert.That(compared, Is.GreaterThan(100));
    }

    private static IEnumerable<(int Last, int Rank)> Ranges()
    {
        using Stream stream =
            typeof(PathKey).Assembly.GetManifestResourceStream("Boternity.Skills.CanonicalKeys.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            foreach (string word in line.Split(' ') is ["class", .. string[] words] ? words : [])
            {
                if (word.Split('-', '=') is [_, var last, var rank])
                {
                    yield return (Hex(last), Hex(rank));
                }
            }
        }
    }

    private static int Hex(string digits) =>
        int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
