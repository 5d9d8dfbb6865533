using Boternity.Skills.Prompts;
using Microsoft.Agents.AI;

namespace Boternity.Skills.Agents;

/// <summary>One file of an installed skill. What cannot be read is told to the model as its result.</summary>
internal sealed class StoredSkillResource(
    InstalledSkill skill, string path, ISkillStore store, SkillPromptRenderer renderer) : AgentSkillResource(path)
{
    public override async Task<object?> ReadAsync(
        IServiceProvider? serviceProvider = null, CancellationToken cancellationToken = default)
    {
        try
        {
            string text = await store.ReadTextAsync(skill, Name, cancellationToken).ConfigureAwait(false);
            return renderer.RenderResource(skill, Name, text);
        }
        catch (SkillStoreException error) when (error.Code == SkillErrorCodes.StoreFileNotText)
        {
            return "Error: the resource is not text; it cannot be shown.";
        }
        catch (SkillException error)
        {
            return $"Error: {error.ModelMessage}";
        }
    }
}
