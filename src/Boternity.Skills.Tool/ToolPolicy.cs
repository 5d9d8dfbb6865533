using System.Text.Json;
using System.Text.Json.Nodes;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Tool;

/// <summary>
/// What may be installed without a person: <c>{"skills": [{"source": "github:owner/repo/*", "grants": {}}]}</c>. A
/// source ends in <c>*</c> for all below it; the first entry that matches decides.
/// </summary>
internal sealed class ToolPolicy
{
    private readonly List<(string Source, SkillGrants Grants)> _entries = [];

    /// <exception cref="ToolUsageException">The file is not there, or not a policy.</exception>
    public static ToolPolicy Read(FileInfo file)
    {
        var policy = new ToolPolicy();
        try
        {
            JsonNode? root = JsonNode.Parse(File.ReadAllText(file.FullName));
            foreach (JsonNode? entry in root?["skills"]?.AsArray() ?? [])
            {
                policy._entries.Add((
                    entry?["source"]?.GetValue<string>() ?? throw new JsonException("an entry has no 'source'"),
                    entry["grants"] is { } grants ? SkillGrants.FromJson(grants.ToJsonString()) : SkillGrants.None));
            }

            return policy;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException
            or InvalidOperationException or ArgumentException)
        {
            throw new ToolUsageException($"The policy file {file.FullName} cannot be used: {exception.Message}");
        }
    }

    /// <summary>What a source is granted; null where it is not allowed.</summary>
    public SkillGrants? Find(SkillSource source)
    {
        string text = (source with { Commit = null, RequestedRef = null }).ToString();
        foreach ((string pattern, SkillGrants grants) in _entries)
        {
            if (pattern.EndsWith('*')
                ? text.StartsWith(pattern[..^1], StringComparison.Ordinal)
                : string.Equals(text, pattern, StringComparison.Ordinal))
            {
                return grants;
            }
        }

        return null;
    }
}
