using Boternity.Skills.Dependencies;
using Boternity.Skills.Execution;
using Boternity.Skills.Prompts;

namespace Boternity.Skills.Tests.Guide;

/// <summary>The code of docs/guide/skills-together.md.</summary>
internal static class SkillsTogether
{
    public static async Task<InstalledSkill> InstallAsync(ISkillInstaller installer, ISkillStore store)
    {
        // begin install
        InstalledSkill report = await installer.InstallAsync(SkillReference.Parse("report"));
        foreach (InstalledSkill skill in (await store.ListAsync()).Skills)
        {
            Console.WriteLine($"{skill.SkillId}, {(skill.IsDependency ? "for others" : "asked for")}");
        }

        // end install
        return report;
    }

    public static async Task<IReadOnlyList<string>> RemoveAsync(ISkillStore store)
    {
        // begin remove
        try
        {
            await store.RemoveAsync("charts");
        }
        catch (SkillDependencyException error) when (error.Code == SkillErrorCodes.DependencyRequired)
        {
            Console.Error.WriteLine(error.Message); // 'charts' is needed by 'report': …
        }

        var options = new SkillRemoveOptions { Orphans = SkillOrphanPolicy.Remove };
        IReadOnlyList<string> removed = await store.RemoveAsync("report", options);
        // end remove
        return removed;
    }

    public static async Task<string> RunChainAsync(
        ISkillExecutor executor, InstalledSkill words, InstalledSkill report, string input)
    {
        // begin chain
        SkillChainStep[] steps =
        [
            new SkillChainStep { Skill = words },
            new SkillChainStep { Skill = report, Script = "scripts/format.obey" },
        ];
        var options = new SkillChainOptions { Budget = SkillLimits.Untrusted with { MaxFuel = 1_000_000_000 } };
        try
        {
            SkillChainResult result = await executor.ExecuteChainAsync(steps, input, options);
            Console.WriteLine($"{result.Output} for {result.FuelConsumed} fuel");
            // end chain
            return result.Output;
            // begin chain
        }
        catch (SkillChainException error)
        {
            Console.Error.WriteLine($"{error.SkillId}, step {error.Step}: {error.Error.Message}");
            // end chain
            return error.Message;
            // begin chain
        }
        // end chain
    }

    public static async Task<string> RenderAsync(ISkillStore store, InstalledSkill skill)
    {
        // begin parents
        IReadOnlyList<SkillInstructions> texts = await store.ReadInstructionsAsync(skill);
        string prompt = new SkillPromptRenderer().RenderContent(texts);
        // end parents
        return prompt;
    }
}
