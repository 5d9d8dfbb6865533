using Boternity.Skills.Runtimes.JavaScript;
using Boternity.Skills.Runtimes.Python;
using Boternity.Skills.Scripts;

namespace Boternity.Skills.QuickStart;

/// <summary>A skill with three scripts, one of which needs what the sandbox does not have.</summary>
internal static class ScriptTour
{
    /// <summary>
    /// Gets a value indicating whether this build has interpreters in it. A package has; a build from the repository
    /// has once they are built.
    /// </summary>
    public static bool IsPossible => PythonRuntime.IsIncluded && JavaScriptRuntime.IsIncluded;

    /// <summary>Installs the skill; null where nothing could run its scripts.</summary>
    public static async Task<InstalledSkill?> InstallAsync(ISkillInstaller installer, Action<string> show)
    {
        if (!IsPossible)
        {
            show("left out: this build has no Python and no JavaScript in it");
            show("they are built by: bash build/runtimes/build.sh");
            return null;
        }

        return await installer.InstallAsync(SkillReference.Parse("sales-report"));
    }

    /// <summary>Runs a Python script, a JavaScript one, and one that needs Pillow.</summary>
    public static async Task RunAsync(
        ISkillExecutor executor, InstalledSkill skill, DirectoryInfo work, Action<string> show)
    {
        await File.WriteAllTextAsync(
            Path.Combine(work.FullName, "sales.csv"), "region,amount\nnorth,120.50\nsouth,80\nwest,200\n");
        foreach ((string script, string[] arguments) in new[]
        {
            ("scripts/summarize.py", new[] { "sales.csv", "summary.json" }),
            ("scripts/chart.js", ["summary.json"]),
            ("scripts/thumbnail.py", ["chart.png"]),
        })
        {
            try
            {
                SkillScriptResult result = await executor.ExecuteScriptAsync(
                    skill,
                    script,
                    new SkillScriptOptions { Arguments = arguments, WorkDirectory = work.FullName });
                show($"{script}: {result.OutputText.Split('\n')[0].Trim()}");
            }
            catch (SkillScriptException refused)
            {
                int reason = refused.Message.IndexOf("cannot run", StringComparison.Ordinal);
                show($"{refused.Code}: {script} {refused.Message[reason..]}");
            }
        }
    }
}
