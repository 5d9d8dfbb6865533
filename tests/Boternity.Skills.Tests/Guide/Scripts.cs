// begin usings
using Boternity.Skills;
using Boternity.Skills.Scripts;
using Microsoft.Extensions.DependencyInjection;
// end usings

namespace Boternity.Skills.Tests.Guide;

/// <summary>The code of docs/guide/scripts.md and docs/guide/writing-a-script-runtime.md.</summary>
internal static class Scripts
{
    public static ServiceProvider CreateServices(string store, string skills, byte[] module)
    {
        var services = new ServiceCollection();
        // begin runtime
        services
            .AddBoternitySkills(options => options.StorePath = store)
            .AddDirectoryRegistry("local", skills)
            .AddScriptRuntime(new WasiScriptRuntime
            {
                Name = "obey",
                Version = "1.0",
                Language = "obey",
                FileExtensions = [".obey"],
                Module = module,
                Mounts =
                [
                    new ScriptMount
                    {
                        GuestPath = "/usr/lib/obey",
                        Files = [new ScriptMountFile { Path = "greeting.txt", Content = "hello\n"u8.ToArray() }],
                    },
                ],
            });
        // end runtime
        return services.BuildServiceProvider();
    }

    public static async Task<string> RunAsync(ISkillInstaller installer, ISkillExecutor executor, string script)
    {
        // begin run
        InstalledSkill skill = await installer.InstallAsync(SkillReference.Parse("report"));
        foreach (SkillScript known in skill.Scripts)
        {
            Console.WriteLine($"{known.Path}: {known.Runtime ?? "no runtime"}, can run: {known.CanRun}");
            foreach (SkillScriptFinding finding in known.Findings)
            {
                Console.WriteLine($"  line {finding.Line}: {finding.Code}: {finding.Message}");
            }
        }

        SkillScriptResult result = await executor.ExecuteScriptAsync(skill, script, new SkillScriptOptions
        {
            Arguments = ["--format", "csv"],
            StandardInput = "a,b\n1,2\n"u8.ToArray(),
        });
        Console.WriteLine($"exit code {result.ExitCode}, {result.FuelConsumed} fuel");
        foreach (SkillScriptFile file in result.Files)
        {
            Console.WriteLine($"{file.Path}: {file.Size} bytes");
        }
        // end run

        return result.OutputText;
    }
}
