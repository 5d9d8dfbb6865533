using System.Text;

namespace Boternity.Skills.Tool.Commands;

/// <summary>
/// What <c>boternity new</c> writes: the files below <c>Templates</c>, with the skill's name in them. Programs are
/// there in source and as they are when built, so that they run at once.
/// </summary>
internal static class Templates
{
    public static IReadOnlyList<string> Kinds { get; } = ["py", "js", "c", "rust", "prompt", "py-script", "js-script"];

    public static Template Of(string kind, string name)
    {
        string prefix = $"{kind}/";
        return new Template(
            [
                .. typeof(Templates).Assembly.GetManifestResourceNames()
                    .Select(static resource => (Resource: resource, Path: resource.Replace('\\', '/')))
                    .Where(one => one.Path.StartsWith(prefix, StringComparison.Ordinal))
                    .OrderBy(static one => one.Path, StringComparer.Ordinal)
                    .Select(one => (one.Path[prefix.Length..], Read(one.Resource, name))),
            ],
            kind switch
            {
                "prompt" => $"boternity check {name}",
                "py-script" => $"boternity script {name} scripts/greet.py -- you",
                "js-script" => $"boternity script {name} scripts/greet.js -- you",
                _ => $"boternity run {name} --input hello",
            });
    }

    private static byte[] Read(string resource, string name)
    {
        using Stream stream = typeof(Templates).Assembly.GetManifestResourceStream(resource)!;
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return resource.EndsWith(SkillPackage.ManifestFileName, StringComparison.Ordinal)
            ? Encoding.UTF8.GetBytes(
                Encoding.UTF8.GetString(content).Replace("{name}", name, StringComparison.Ordinal))
            : content;
    }

    /// <summary>The files of a skill, and the command that tries it.</summary>
    internal sealed record Template(IReadOnlyList<(string Path, byte[] Content)> Files, string Next);
}
