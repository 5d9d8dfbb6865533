using Boternity.Skills;
using Boternity.Skills.Execution;
using Boternity.Skills.Wasmtime;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Consumer;

/// <summary>Takes Wasmtime as the engine by its package and one call, as a stranger would.</summary>
public sealed class WasmtimePackageTests
{
    /// <summary>A command of preview 1 that does nothing: a memory, and an empty function <c>_start</c>.</summary>
    private static readonly byte[] Command =
    [
        0, 0x61, 0x73, 0x6D, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 5, 3, 1, 0, 1,
        7, 19, 2, 6, (byte)'m', (byte)'e', (byte)'m', (byte)'o', (byte)'r', (byte)'y', 2, 0,
        6, (byte)'_', (byte)'s', (byte)'t', (byte)'a', (byte)'r', (byte)'t', 0, 0, 10, 4, 1, 2, 0, 0x0B,
    ];

    [Test]
    public async Task Package_AndOneCall_RunAProgramOnWasmtime()
    {
        string root = Directory.CreateTempSubdirectory("boternity-consumer-").FullName;
        string folder = Directory.CreateDirectory(Path.Combine(root, "skills", "nothing")).FullName;
        File.WriteAllText(
            Path.Combine(folder, "SKILL.md"),
            "---\nname: nothing\ndescription: Does nothing.\nmetadata:\n  skill-type: tool\n---\nNothing.\n");
        File.WriteAllBytes(Path.Combine(folder, "skill.wasm"), Command);
        try
        {
            var services = new ServiceCollection();
            services.AddBoternitySkills(options => options.StorePath = Path.Combine(root, "store"))
                .AddDirectoryRegistry("local", Path.Combine(root, "skills"))
                .UseWasmtime();
            await using ServiceProvider provider = services.BuildServiceProvider();
            Assert.That(provider.GetRequiredService<IWasmEngine>().Name, Is.EqualTo("wasmtime"));

            InstalledSkill skill = await provider.GetRequiredService<ISkillInstaller>().InstallAsync(
                SkillReference.Parse("nothing"));
            SkillExecutionResult result =
                await provider.GetRequiredService<ISkillExecutor>().ExecuteAsync(skill, "hello");

            Assert.That((result.Engine, result.Output), Is.EqualTo(("wasmtime", "")));
        }
        catch (WasmtimeUnavailableException error)
        {
            Assert.Ignore(error.Message);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
