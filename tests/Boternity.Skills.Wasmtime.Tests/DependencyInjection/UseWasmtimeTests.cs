using Boternity.Skills.Execution;
using Boternity.Skills.Wasmtime.Tests.Guide;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Wasmtime.Tests.DependencyInjection;

[TestFixture]
internal sealed class UseWasmtimeTests
{
    private const string Missing = "the disk is made of cheese";

    [Test]
    public async Task UseWasmtime_WhereTheLibraryIsMissing_SaysSo()
    {
        await using ServiceProvider services = Build(WasmtimeFallback.Fail);

        WasmtimeUnavailableException error = Assert.Throws<WasmtimeUnavailableException>(
            () => services.GetRequiredService<IWasmEngine>())!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.ExecutionEngineUnavailable));
        Assert.That(error.Message, Does.StartWith("Wasmtime cannot be used on ").And.EndWith($": {Missing}."));
    }

    [Test]
    public async Task UseWasmtime_WhereTheHostAsksForIt_FallsBack()
    {
        await using ServiceProvider services = Build(WasmtimeFallback.UsePreviousEngine);

        Assert.That(services.GetRequiredService<IWasmEngine>().Name, Is.EqualTo("managed"));
    }

    [Test]
    public void Guide_BothWays_RegisterOneEngine()
    {
        foreach (Action<IServiceCollection> use in new[] { WasmtimeGuide.Use, WasmtimeGuide.UseWithFallback })
        {
            var services = new ServiceCollection();
            use(services);

            Assert.That(services.Count(service => service.ServiceType == typeof(IWasmEngine)), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task UseWasmtime_Twice_IsOnce()
    {
        var collection = new ServiceCollection();
        IBoternitySkillsBuilder builder = collection.AddBoternitySkills();
        foreach (WasmtimeFallback fallback in new[] { WasmtimeFallback.Fail, WasmtimeFallback.UsePreviousEngine })
        {
            WasmtimeBuilderExtensions.UseWasmtime(builder, options => options.Fallback = fallback, () => Missing);
        }

        await using ServiceProvider services = collection.BuildServiceProvider();

        Assert.That(services.GetServices<IWasmEngine>().Single().Name, Is.EqualTo("managed"));
    }

    [Test]
    public async Task Options_ThatCannotBe_AreRefusedByName()
    {
        var collection = new ServiceCollection();
        collection.AddBoternitySkills().UseWasmtime(options =>
        {
            options.CacheDirectory = "relative";
            options.CacheKey = new byte[8];
            options.MaxConcurrentCompilations = 0;
            options.MaxProgramBytes = 0;
            options.MaxCompilationTime = TimeSpan.Zero;
            options.MaxStackBytes = 1 << 20;
            options.MaxPooledMemories = -1;
            options.MaxPooledBytes = -1;
            options.MaxCacheBytes = 0;
        });
        await using ServiceProvider services = collection.BuildServiceProvider();

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(
            () => _ = services.GetRequiredService<IOptions<WasmtimeOptions>>().Value)!;

        foreach (string name in new[]
        {
            nameof(WasmtimeOptions.CacheDirectory), nameof(WasmtimeOptions.CacheKey),
            nameof(WasmtimeOptions.MaxConcurrentCompilations), nameof(WasmtimeOptions.MaxProgramBytes),
            nameof(WasmtimeOptions.MaxCompilationTime), nameof(WasmtimeOptions.MaxStackBytes),
            nameof(WasmtimeOptions.MaxPooledMemories),
            nameof(WasmtimeOptions.MaxPooledBytes),
            nameof(WasmtimeOptions.MaxCacheBytes),
        })
        {
            Assert.That(error.Message, Does.Contain($"{nameof(WasmtimeOptions)}.{name} must be "));
        }
    }

    private static ServiceProvider Build(WasmtimeFallback fallback)
    {
        var services = new ServiceCollection();
        WasmtimeBuilderExtensions.UseWasmtime(
            services.AddBoternitySkills(), options => options.Fallback = fallback, static () => Missing);
        return services.BuildServiceProvider();
    }
}
