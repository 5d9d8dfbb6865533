using System.Collections.Concurrent;
using System.Text.Json;
using Boternity.Skills.Extensions.AI;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Boternity.Skills.Agents;

/// <summary>
/// Runs scripts of skills that the framework reads from folders itself. Each run reads the folder, and the script sees
/// exactly what was read: a private store holds it, which goes away with the sandbox. Such a skill is not installed,
/// nobody approved it, and it is granted nothing unless the options say so. Safe for concurrent use.
/// </summary>
public sealed class FileSkillSandbox : IAsyncDisposable
{
    private readonly IServiceProvider _services;
    private readonly FileSkillSandboxOptions _options;
    private readonly ConcurrentDictionary<string, Lazy<SkillFolderHost>> _folders = new(StringComparer.Ordinal);

    /// <summary>Creates a sandbox.</summary>
    /// <param name="services">
    /// The host's services, with <c>AddBoternitySkills</c> and the script runtimes: engine, runtimes, limits, memory,
    /// secrets and audit are the host's.
    /// </param>
    /// <param name="options">How scripts run; null for the defaults.</param>
    public FileSkillSandbox(IServiceProvider services, FileSkillSandboxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        _services = services;
        _options = options ?? new FileSkillSandboxOptions();
    }

    /// <summary>Runs a script: the framework's <see cref="AgentFileSkillScriptRunner"/>.</summary>
    /// <param name="skill">The skill.</param>
    /// <param name="script">One of its scripts.</param>
    /// <param name="arguments">An array of strings, those of a command line; null for none.</param>
    /// <param name="serviceProvider">The agent's services.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>What the script printed; <c>{"error": "…", "code": "BSK…"}</c> where it failed, could not run, or the
    /// folder is not what a skill's may be.</returns>
    public async Task<object?> RunAsync(
        AgentFileSkill skill,
        AgentFileSkillScript script,
        JsonElement? arguments,
        IServiceProvider? serviceProvider,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skill);
        ArgumentNullException.ThrowIfNull(script);
        string folder = Path.GetFullPath(skill.Path);
        SkillFolderHost host = _folders
            .GetOrAdd(folder, path => new Lazy<SkillFolderHost>(() => new SkillFolderHost(path, _services)))
            .Value;
        string path = Path.GetRelativePath(folder, script.FullPath).Replace(Path.DirectorySeparatorChar, '/');
        try
        {
            InstalledSkill read = await host.ReadAsync(cancellationToken).ConfigureAwait(false);
            return await RunAsync(read, skill, path, host, arguments, serviceProvider, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (SkillException error)
        {
            return ErrorOf(error.Code, error.ModelMessage);
        }
    }

    /// <summary>Removes what was kept of the folders.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (Lazy<SkillFolderHost> folder in _folders.Values)
        {
            await folder.Value.DisposeAsync().ConfigureAwait(false);
        }

        _folders.Clear();
    }

    private async Task<object?> RunAsync(
        InstalledSkill read,
        AgentFileSkill skill,
        string path,
        SkillFolderHost host,
        JsonElement? arguments,
        IServiceProvider? serviceProvider,
        CancellationToken cancellationToken)
    {
        if (!read.Scripts.Any(one => string.Equals(one.Path, path, StringComparison.Ordinal)))
        {
            return ErrorOf(
                SkillErrorCodes.StoreFileUnknown, "The skill has no such script that can run in the sandbox.");
        }

        AIFunction function = read.AsScriptFunction(path, host.Executor, new SkillFunctionOptions
        {
            MaxOutputLength = _options.MaxOutputLength,
            CreateScriptOptions = (_, call) => _options.CreateScriptOptions?.Invoke(skill, call.Services),
        });
        var call = new AIFunctionArguments { Services = serviceProvider };
        if (arguments is { } given)
        {
            call["arguments"] = given;
        }

        return await function.InvokeAsync(call, cancellationToken).ConfigureAwait(false);
    }

    private static JsonElement ErrorOf(string code, string message) => JsonSerializer.SerializeToElement(
        new Dictionary<string, string> { ["error"] = message, ["code"] = code },
        AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(Dictionary<string, string>)));
}
