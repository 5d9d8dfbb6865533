using System.Text.Json.Nodes;
using Boternity.Skills.Registries.Oci;
using Boternity.Skills.Tests.Packaging;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Registries.Oci;

/// <summary>A registry of artefacts over a server in the test.</summary>
internal sealed class OciBench : IAsyncDisposable
{
    public const string TarGz = "application/vnd.oci.image.layer.v1.tar+gzip";
    public const string Title = "org.opencontainers.image.title";

    private OciBench(OciServer server)
    {
        Server = server;
        Host = new RegistryBench(builder =>
            builder.AddOciRegistry(configure: options => ConfigureOptions?.Invoke(options)));
    }

    public OciServer Server { get; }

    public RegistryBench Host { get; }

    public Action<OciRegistryOptions>? ConfigureOptions { get; set; }

    public ISkillRegistry Registry => Host.Registry("oci");

    public static async Task<OciBench> StartAsync() => new(await OciServer.StartAsync());

    /// <summary>Puts a skill as one tar.gz.</summary>
    public JsonObject PutSkill(string repository, string? tag = "latest", string body = "Text.", string folder = "") =>
        Server.PutManifest(repository, tag, Server.Put(Archive(repository, body, folder), TarGz));

    public static byte[] Archive(string repository, string body = "Text.", string folder = "")
    {
        string name = repository[(repository.LastIndexOf('/') + 1)..];
        return new TarGzBuilder()
            .File($"{folder}SKILL.md", Manifest(name, body))
            .File($"{folder}scripts/run.py", "print(1)", executable: true)
            .Build();
    }

    public static string Manifest(string name, string body = "Text.") =>
        $"---\nname: {name}\ndescription: Does {name}.\n---\n# {name}\n\n{body}\n";

    public async ValueTask DisposeAsync()
    {
        Host.Dispose();
        await Server.DisposeAsync();
    }
}
