using Boternity.Skills.Dependencies;

namespace Boternity.Skills.Storage;

/// <summary>Puts together what a skill tells a model, and what it inherits.</summary>
internal sealed class InstructionReader(RelationIndex relations, Func<InstalledSkill, string> readBody, int maxDepth)
{
    /// <summary>The most texts that one skill inherits; more would be no text that a model can follow.</summary>
    private const int MaxParents = 32;

    /// <summary>The texts: parents first, each once and after its own parents; the skill's own is last.</summary>
    /// <exception cref="SkillDependencyException">A parent is missing, parents go round in a circle, or there are too
    /// many.</exception>
    public IReadOnlyList<SkillInstructions> Read(InstalledSkill skill)
    {
        List<SkillInstructions> texts = [];
        Visit(skill, [], texts);
        return texts;
    }

    private void Visit(InstalledSkill skill, List<string> way, List<SkillInstructions> texts)
    {
        if (way.Contains(skill.SkillId))
        {
            string[] circle = [.. way.SkipWhile(id => id != skill.SkillId), skill.SkillId];
            throw new SkillDependencyException(
                SkillErrorCodes.DependencyCycle,
                circle,
                $"The skills inherit from one another in a circle: {Words.Path(circle)}.");
        }

        if (texts.Exists(text => text.Skill.SkillId == skill.SkillId))
        {
            return;
        }

        way.Add(skill.SkillId);
        if (way.Count > maxDepth + 1 || texts.Count > MaxParents)
        {
            throw new SkillDependencyException(
                SkillErrorCodes.DependencyLimit,
                way,
                $"'{Words.Shown(way[0])}' inherits from more than {MaxParents} skills, or over more than {maxDepth} "
                    + $"levels ({nameof(BoternitySkillsOptions.MaxDependencyDepth)}): {Words.Path(way)}.");
        }

        foreach (string parent in skill.Manifest.Parents.Distinct())
        {
            Visit(Find(parent, way), way, texts);
        }

        way.RemoveAt(way.Count - 1);
        texts.Add(new SkillInstructions { Skill = skill, Body = readBody(skill) });
    }

    private InstalledSkill Find(string parent, List<string> way)
    {
        SkillDependency wanted = SkillDependency.Parse(parent);
        return relations.FindNamed(wanted.Name).FirstOrDefault(one => DependencyNode.Of(one).Satisfies(wanted))
            ?? throw new SkillDependencyException(
                SkillErrorCodes.DependencyMissing,
                [.. way, wanted.Name],
                $"'{Words.Shown(way[^1])}' inherits from '{Words.Shown(parent)}' ({Words.Path([.. way, wanted.Name])}),"
                    + " which is not installed in a fitting version.");
    }
}
