using System.CommandLine;
using Boternity.Skills.Capabilities;
using Boternity.Skills.Grants;
using Boternity.Skills.Runtimes.JavaScript;
using Boternity.Skills.Runtimes.Python;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tool;

/// <summary>The library, set up for one command.</summary>
internal sealed class ToolHost : IAsyncDisposable
{
    /// <summary>The name of the registry over the folder that a command names.</summary>
    public const string FolderRegistry = "folder";

    private readonly ServiceProvider _provider;
    private readonly string? _temporary;

    private ToolHost(ServiceProvider provider, string? temporary)
    {
        _provider = provider;
        _temporary = temporary;
    }

    public ISkillStore Store => Get<ISkillStore>();

    public T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    public IEnumerable<T> GetAll<T>() => _provider.GetServices<T>();

    /// <summary>Sets up the host of a command.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="grants">What an install grants, if a person approves; null for nothing.</param>
    /// <param name="folder">A skill's folder that is to be found; null for none.</param>
    /// <param name="isTemporary">Whether the store goes away afterwards, and installs need no approval.</param>
    /// <param name="scope">The store; null for the one that the command line chooses.</param>
    /// <param name="catalogues">Catalogues that it asks, beside those that the command line names.</param>
    public static ToolHost Create(
        ParseResult parsed,
        SkillGrants? grants = null,
        DirectoryInfo? folder = null,
        bool isTemporary = false,
        ToolScope? scope = null,
        IReadOnlyList<string>? catalogues = null)
    {
        string? temporary = isTemporary ? Directory.CreateTempSubdirectory("boternity-").FullName : null;
        var services = new ServiceCollection();
        scope ??= ToolScopes.Chosen(parsed);
        Configure(services, parsed, temporary ?? scope.StorePath, folder, catalogues);
        IBoternitySkillsBuilder builder = services.AddBoternitySkills();
        if (!isTemporary)
        {
            FileInfo? policy = parsed.GetValue(GlobalOptions.Policy);
            builder.UseApprover(new TerminalApprover(
                policy is null ? null : ToolPolicy.Read(policy), grants, parsed.GetValue(GlobalOptions.Yes)));
            builder.AddAuditLog(options => options.DirectoryPath = AuditPathOf(scope));
        }

        return new ToolHost(services.BuildServiceProvider(), temporary);
    }

    /// <summary>Registers the library over the store and the registries of the command line.</summary>
    public static void Configure(
        IServiceCollection services,
        ParseResult parsed,
        string? store = null,
        DirectoryInfo? folder = null,
        IReadOnlyList<string>? catalogues = null)
    {
        services.AddSingleton<ISecretProvider>(new EnvironmentSecrets());
        IBoternitySkillsBuilder builder = services
            .AddBoternitySkills(options => options.StorePath = store ?? ToolScopes.Chosen(parsed).StorePath);
        AddRuntimes(builder);
        ToolEngines.Use(builder, parsed.GetValue(GlobalOptions.Engine));
        if (folder is not null)
        {
            builder.AddDirectoryRegistry(FolderRegistry, folder.Parent?.FullName ?? folder.FullName);
        }

        ToolRegistries.Add(
            builder,
            parsed.GetValue(GlobalOptions.Registries) ?? [],
            [.. parsed.Tokens.Select(static token => token.Value), .. catalogues ?? []],
            ToolToken.Read(parsed));
    }

    // A build from the repository has no interpreters in it until build/runtimes/build.sh has run.
    private static void AddRuntimes(IBoternitySkillsBuilder builder)
    {
        if (PythonRuntime.IsIncluded)
        {
            builder.AddPython();
        }

        if (JavaScriptRuntime.IsIncluded)
        {
            builder.AddJavaScript();
        }
    }

    /// <summary>
    /// Sets up the host of a command that asks where skills came from: with the catalogues of those that are installed,
    /// which no <c>--registry</c> has to name.
    /// </summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="skillId">The skill; null for all of them.</param>
    /// <param name="grants">What an install grants, if a person approves; null for nothing.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<ToolHost> CreateForSourcesAsync(
        ParseResult parsed, string? skillId, SkillGrants? grants, CancellationToken cancellationToken)
    {
        ToolScope scope = ToolScopes.Chosen(parsed);
        foreach (ToolScope one in skillId is null ? [] : ToolScopes.All(parsed))
        {
            await using ToolHost at = Create(parsed, scope: one);
            if (await at.Store.FindAsync(skillId!, cancellationToken) is not null)
            {
                scope = one;
                break;
            }
        }

        await using ToolHost host = Create(parsed, scope: scope);
        SkillInventory installed = await host.Store.ListAsync(cancellationToken);
        return Create(
            parsed,
            grants,
            scope: scope,
            catalogues: ToolRegistries.CataloguesOf(installed.Skills.Select(static skill => skill.Source)));
    }

    /// <summary>Sets up the host of a command that is about an installed skill: over the store that has it.</summary>
    public static async Task<ToolHost> CreateForAsync(
        ParseResult parsed, string skillId, SkillGrants? grants, CancellationToken cancellationToken)
    {
        IReadOnlyList<ToolScope> scopes = ToolScopes.All(parsed);
        foreach (ToolScope scope in scopes.Count > 1 ? scopes : [])
        {
            ToolHost host = Create(parsed, grants, scope: scope);
            if (await host.Store.FindAsync(skillId, cancellationToken) is not null)
            {
                return host;
            }

            await host.DisposeAsync();
        }

        return Create(parsed, grants);
    }

    public static string AuditPath(ParseResult parsed) => AuditPathOf(ToolScopes.Chosen(parsed));

    private static string AuditPathOf(ToolScope scope) => Path.Combine(scope.StorePath, "audit");

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        if (_temporary is not null)
        {
            Directory.Delete(_temporary, recursive: true);
        }
    }
}
