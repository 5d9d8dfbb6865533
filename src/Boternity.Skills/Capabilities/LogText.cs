namespace Boternity.Skills.Capabilities;

/// <summary>Makes a stranger's text harmless in logs: it must not forge lines or steer a terminal.</summary>
internal static class LogText
{
    /// <summary>Every control character becomes a space.</summary>
    public static string OneLine(string text) =>
        Replace(text, static c => char.IsControl(c) || c is '\u2028' or '\u2029');

    /// <summary>Every control character but line feed and tab becomes a space.</summary>
    public static string ManyLines(string text) =>
        Replace(text, static c => char.IsControl(c) && c is not ('\n' or '\t'));

    private static string Replace(string text, Func<char, bool> isHarmful) =>
        text.Any(isHarmful) ? string.Create(text.Length, (text, isHarmful), static (span, state) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = state.isHarmful(state.text[i]) ? ' ' : state.text[i];
            }
        }) : text;
}
