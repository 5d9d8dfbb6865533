using YamlDotNet.Core;

namespace Boternity.Skills.Manifests;

/// <summary>
/// Reads the YAML of a frontmatter: as it stands and, when that fails and the mode is lenient, once more after
/// <see cref="YamlRepair"/>.
/// </summary>
internal static class FrontmatterYaml
{
    /// <summary>The map; null after an error was reported.</summary>
    public static YamlMap? Read(string yaml, int firstLine, DiagnosticSink sink)
    {
        var places = new YamlPlaces(firstLine, null);
        if (TryRead(yaml, places, sink, out YamlMap? map) is not { } problem)
        {
            return map;
        }

        var repaired = new DiagnosticSink(sink.Options);
        if (!sink.Options.IsStrict
            && YamlRepair.TryRepair(yaml, firstLine, repaired) is { } mended
            && TryRead(mended.Yaml, mended.Places, repaired, out map) is null)
        {
            sink.Add(repaired);
            return map;
        }

        sink.Error(
            SkillDiagnosticCodes.YamlInvalid,
            places.Line(problem.Start),
            places.Column(problem.Start),
            $"The frontmatter is not YAML: {problem.Message}");
        return null;
    }

    private static YamlException? TryRead(string yaml, YamlPlaces places, DiagnosticSink sink, out YamlMap? map)
    {
        var attempt = new DiagnosticSink(sink.Options);
        try
        {
            map = YamlTreeReader.Read(yaml, places, attempt);
            sink.Add(attempt);
            return null;
        }
        catch (YamlException problem)
        {
            map = null;
            return problem;
        }
    }
}
