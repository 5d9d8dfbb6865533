using Boternity.Skills.Text;

namespace Boternity.Skills.Dependencies;

/// <summary>Names of strangers in messages.</summary>
internal static class Words
{
    private const int MaxLength = 120;

    public static string Shown(string text)
    {
        string line = DisplayText.OneLine(text);
        return line.Length <= MaxLength ? line : $"{line[..MaxLength]}…";
    }

    public static string Path(IEnumerable<string> names) => string.Join(" → ", names.Select(Shown));
}
