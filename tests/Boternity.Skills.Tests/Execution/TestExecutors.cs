using System.IO.Abstractions;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.DependencyInjection;
using Boternity.Skills.Execution;
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
        return new SkillExecutor(
            new FileSystem(),
            Options.Create(new BoternitySkillsOptions()),
            services.BuildServiceProvider().GetRequiredService<SkillHostFactory>(),
            TimeProvider.System,
            NullLogger<SkillExecutor>.Instance,
            engine,
            store,
            grants);
    }
}
