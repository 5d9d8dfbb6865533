using YamlDotNet.Core;

namespace Boternity.Skills.Manifests;

/// <summary>Turns places in the YAML text, which may have been repaired, into places in the file.</summary>
/// <param name="FirstLine">The file's line of the first line of YAML.</param>
/// <param name="Widened">How many columns the repair added at the start of a line, by the text's line; null where
/// nothing was repaired.</param>
internal sealed record YamlPlaces(int FirstLine, IReadOnlyDictionary<long, int>? Widened)
{
    public int Line(Mark mark) => FirstLine + (int)mark.Line - 1;

    public int Column(Mark mark) =>
        Widened is not null && Widened.TryGetValue(mark.Line, out int added) && mark.Column > added
            ? (int)mark.Column - added
            : (int)mark.Column;
}
