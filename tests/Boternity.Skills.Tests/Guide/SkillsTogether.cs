using Boternity.Skills.Dependencies;
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

    public static async Task<string> RenderAsync(ISkillStore store, InstalledSkill skill)
    {
        // begin parents
        IReadOnlyList<SkillInstructions> texts = await store.ReadInstructionsAsync(skill);
        string prompt = new SkillPromptRenderer().RenderContent(texts);
        // end parents
        return prompt;
    }
}
