using System.IO.Compression;
using System.Net;
using System.Text;
using Boternity.Skills.Registries.Addresses;
using Boternity.Skills.Tests.Packaging;
using Boternity.Skills.Tests.Registries.GitHub;
using Boternity.Skills.Tests.Registries.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Registries.Addresses;

/// <summary>A host that takes addresses of the server in the test, and a directory for its store and cache.</summary>
internal sealed class AddressBench : IAsyncDisposable
{
    private ServiceProvider? _provider;

    private AddressBench(SkillServer server) => Server = server;

    public SkillServer Server { get; }

    public TemporaryDirectory Directory { get; } = new();

    public AutoTimeProvider Time { get; } = new();

    public ISkillInstaller Installer => Services.GetRequiredService<ISkillInstaller>();

    public ServiceProvider Services => _provider ??= Build();

    public Action<IBoternitySkillsBuilder>? Configure { get; set; }

    public Action<SkillAddressOptions>? ConfigureAddresses { get; set; }

    /// <summary>Gets or sets what gives the addresses of a name; null for the machine's own resolver.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>>? ResolveAsync { get; set; }

    public static async Task<AddressBench> StartAsync() => new(await SkillServer.StartAsync());

    /// <summary>The address of a path on the server.</summary>
    public string At(string path) => new Uri(Server.Address, path).AbsoluteUri;

    /// <summary>Begins anew, as another process would, with the same store and cache.</summary>
    public void Restart()
    {
        _provider?.Dispose();
        _provider = null;
    }

    public static byte[] TarGz(string top, params string[] skills) => skills
        .Aggregate(
            new TarGzBuilder(),
            (tar, skill) => tar.File(
                string.Join('/', new[] { top, skill, "SKILL.md" }.Where(part => part.Length > 0)),
                Manifest(skill)))
        .Build();

    public static byte[] Zip(params string[] skills)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (string skill in skills)
            {
                using Stream entry = zip.CreateEntry(skill.Length == 0 ? "SKILL.md" : $"{skill}/SKILL.md").Open();
                entry.Write(Encoding.UTF8.GetBytes(Manifest(skill)));
            }
        }

        return bytes.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        Restart();
        await Server.DisposeAsync();
        Directory.Dispose();
    }

    private static string Manifest(string path)
    {
        string name = path.Length == 0 ? "root" : path[(path.LastIndexOf('/') + 1)..];
        return $"---\nname: {name}\ndescription: Does {name}.\n---\n# {name}\n";
    }

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        IBoternitySkillsBuilder builder = services
            .AddBoternitySkills(options =>
            {
                options.StorePath = Directory.PathOf("store");
                options.CachePath = Directory.PathOf("cache");
            })
            .ConfigureAddresses(options =>
            {
                options.PrivateHosts.Add("127.0.0.1");
                ConfigureAddresses?.Invoke(options);
            });
        if (ResolveAsync is { } resolve)
        {
            services
                .AddHttpClient(AddressConnector.HttpClientName)
                .ConfigurePrimaryHttpMessageHandler(() => AddressConnector.CreateHandler(static _ => true, resolve));
        }

        Configure?.Invoke(builder);
        return services.BuildServiceProvider();
    }
}
