using System.IO.Abstractions;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.DependencyInjection;
using Boternity.Skills.Execution;
using Boternity.Skills.Scripts;
using Boternity.Skills.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Execution;

/// <summary>
/// Executors over the real file system and the real host services, with an engine of the test's choice.
/// </summary>
internal static class TestExecutors
{
    public static SkillExecutor Create(
        IWasmEngine? engine,
        Action<IServiceCollection>? configure = null,
        ISkillStore? store = null,
        ISkillGrantStore? grants = null)
    {
        var services = new ServiceCollection();
        configure?.Invoke(services);
        SkillHostServices.Add(services);
        ServiceProvider provider = services.BuildServiceProvider();
        IOptions<BoternitySkillsOptions> options = Options.Create(new BoternitySkillsOptions());
        return new SkillExecutor(
            options,
            provider.GetRequiredService<SkillHostFactory>(),
            new ProgramRunner(new FileSystem(), options, TimeProvider.System, engine, store),
            new ScriptRuntimes(provider.GetServices<IScriptRuntime>()),
            TimeProvider.System,
            NullLogger<SkillExecutor>.Instance,
            store,
            grants);
    }
}
