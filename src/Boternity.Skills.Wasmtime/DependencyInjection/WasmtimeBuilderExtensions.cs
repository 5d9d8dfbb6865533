using Boternity.Skills;
using Boternity.Skills.Execution;
using Boternity.Skills.Wasmtime;
using Boternity.Skills.Wasmtime.Native;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Takes Wasmtime as the engine that runs skills.</summary>
public static class WasmtimeBuilderExtensions
{
    /// <summary>
    /// Takes Wasmtime in place of the engine that was registered before. Where its native library cannot be used,
    /// making the engine fails with a <see cref="WasmtimeUnavailableException"/>, unless
    /// <see cref="WasmtimeOptions.Fallback"/> says otherwise.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the settings; they are validated when the host starts.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder UseWasmtime(
        this IBoternitySkillsBuilder builder, Action<WasmtimeOptions>? configure = null) =>
        UseWasmtime(builder, configure, static () => WasmtimeLibrary.Problem);

    /// <summary>As above, with what is missing on this system for tests to say.</summary>
    internal static IBoternitySkillsBuilder UseWasmtime(
        IBoternitySkillsBuilder builder, Action<WasmtimeOptions>? configure, Func<string?> findProblem)
    {
        ArgumentNullException.ThrowIfNull(builder);
        OptionsBuilder<WasmtimeOptions> options = builder.Services.AddOptions<WasmtimeOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<WasmtimeOptions>, WasmtimeOptionsValidator>());
        ServiceDescriptor? previous = builder.Services.LastOrDefault(
            static service => service.ServiceType == typeof(IWasmEngine) && !service.IsKeyedService);
        if (previous?.ImplementationFactory?.Target is EngineChoice)
        {
            return builder;
        }

        var choice = new EngineChoice(previous, findProblem);
        builder.Services.Replace(ServiceDescriptor.Singleton<IWasmEngine>(choice.Create));
        return builder;
    }

    /// <summary>Makes the engine, or the one that it was to replace.</summary>
    private sealed class EngineChoice(ServiceDescriptor? previous, Func<string?> findProblem)
    {
        public IWasmEngine Create(IServiceProvider provider)
        {
            var options = provider.GetRequiredService<IOptions<WasmtimeOptions>>();
            if (findProblem() is not { } problem)
            {
                return new WasmtimeEngine(options, provider.GetService<ILogger<WasmtimeEngine>>());
            }

            IWasmEngine? engine =
                options.Value.Fallback == WasmtimeFallback.UsePreviousEngine ? CreatePrevious(provider) : null;
            if (engine is null)
            {
                throw WasmtimeUnavailableException.Create(problem);
            }

            WasmtimeLog.FellBack(
                provider.GetService<ILogger<WasmtimeEngine>>() ?? NullLogger<WasmtimeEngine>.Instance,
                problem,
                engine.Name);
            return engine;
        }

        private IWasmEngine? CreatePrevious(IServiceProvider provider) =>
            previous?.ImplementationInstance as IWasmEngine
                ?? previous?.ImplementationFactory?.Invoke(provider) as IWasmEngine
                ?? (previous?.ImplementationType is { } type
                    ? (IWasmEngine)ActivatorUtilities.CreateInstance(provider, type)
                    : null);
    }
}
