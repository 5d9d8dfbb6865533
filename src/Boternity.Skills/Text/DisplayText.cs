namespace Boternity.Skills.Text;

/// <summary>
/// Makes text of strangers harmless where a person reads it: in a log, an error, a question of an approver. Control
/// characters (which steer terminals and forge lines), controls of direction, and characters that nobody sees
/// become spaces.
/// </summary>
public static class DisplayText
{
    /// <summary>Gives the text on one line: line ends and tabs become spaces too.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The same number of characters (UTF-16 code units).</returns>
    public static string OneLine(string text) =>
        Neutralise(text, static c => char.IsControl(c) || c is '\u2028' or '\u2029');

    /// <summary>Gives the text with its line feeds and tabs.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The same number of characters (UTF-16 code units).</returns>
    public static string Lines(string text) =>
        Neutralise(text, static c => char.IsControl(c) && c is not ('\n' or '\t'));

    private static string Neutralise(string text, Func<char, bool> isHarmful)
    {
        ArgumentNullException.ThrowIfNull(text);
        int at = 0;
        char[]? harmless = null;
        while (HiddenCharacters.TryFindNext(text, ref at, out _, out int length))
        {
            harmless ??= text.ToCharArray();
            for (int end = at + length; at < end; at++)
            {
                harmless[at] = text[at] is '\n' or '\t' ? text[at] : ' ';
            }
        }

        for (int i = 0; i < text.Length; i++)
        {
            if (isHarmful(text[i]))
            {
                harmless ??= text.ToCharArray();
                harmless[i] = ' ';
            }
        }

        return harmless is null ? text : new string(harmless);
    }
}
