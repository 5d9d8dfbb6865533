using System.Collections.Frozen;

namespace Boternity.Skills.Grants;

/// <summary>The names that capabilities have in a SKILL.md and in messages.</summary>
public static class SkillCapabilityNames
{
    private static readonly string[] Names =
        ["read_file", "write_file", "http_get", "http_post", "exec_command", "read_env", "recall_memory", "get_secret"];

    private static readonly FrozenDictionary<string, SkillCapability> ByName =
        Enum.GetValues<SkillCapability>().ToFrozenDictionary(c => Names[(int)c], StringComparer.Ordinal);

    /// <summary>The name of a capability as a SKILL.md spells it, such as <c>http_get</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capability"/> is not a defined value.</exception>
    public static string ToName(this SkillCapability capability) =>
        (uint)capability < (uint)Names.Length
            ? Names[(int)capability]
            : throw new ArgumentOutOfRangeException(nameof(capability), capability, "Not a defined capability.");

    /// <summary>Reads a capability's name. Names are compared exactly.</summary>
    public static bool TryParse(string? name, out SkillCapability capability)
    {
        capability = default;
        return name is not null && ByName.TryGetValue(name, out capability);
    }
}
