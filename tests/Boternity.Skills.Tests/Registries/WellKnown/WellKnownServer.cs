using System.Security.Cryptography;
using System.Text;
using Boternity.Skills.Tests.Packaging;
using Boternity.Skills.Tests.Registries.Web;

namespace Boternity.Skills.Tests.Registries.WellKnown;

/// <summary>Puts skills on a server as the published document has them.</summary>
internal static class WellKnownServer
{
    public const string Root = "/.well-known/agent-skills/";
    public const string Index = Root + "index.json";
    public const string Schema = "https://schemas.agentskills.io/discovery/0.2.0/schema.json";

    public static byte[] Manifest(string name, string body = "Read.") =>
        Encoding.UTF8.GetBytes($"---\nname: {name}\ndescription: Does {name}.\n---\n{body}\n");

    /// <summary>A skill with a script, without a folder around it.</summary>
    public static byte[] TarGz(string name) => new TarGzBuilder()
        .File("SKILL.md", Manifest(name))
        .File("scripts/run.sh", "echo", executable: true)
        .Build();

    public static string DigestOf(byte[] artifact) => Convert.ToHexStringLower(SHA256.HashData(artifact));

    /// <summary>An entry of an index.</summary>
    public static string Entry(string name, byte[] artifact, string? url = null, string type = "skill-md") => $$"""
        {"name":"{{name}}","type":"{{type}}","description":"Does {{name}}.",
        "url":"{{url ?? $"{name}/SKILL.md"}}","digest":"sha256:{{DigestOf(artifact)}}","more":[1]}
        """;

    public static string IndexOf(params string[] entries) =>
        $$"""{"$schema":"{{Schema}}","skills":[{{string.Join(",", entries)}}]}""";

    /// <summary>Publishes SKILL.md files, and an index of them.</summary>
    public static void Publish(SkillServer server, params string[] names)
    {
        foreach (string name in names)
        {
            server.Put($"{Root}{name}/SKILL.md", Manifest(name), "text/markdown");
        }

        server.PutJson(Index, IndexOf([.. names.Select(name => Entry(name, Manifest(name)))]));
    }
}
