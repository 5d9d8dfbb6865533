using Boternity.Skills.Grants;

namespace Boternity.Skills.Capabilities;

/// <summary>Counts uses by capability and scope. Bounded: a skill that asks for ever new scopes ends in one shared entry.</summary>
internal sealed class CapabilityUsage
{
    public const int MaxScopes = 128;
    public const int MaxScopeLength = 200;
    private const string OtherScopes = "(other)";

    private readonly Lock _lock = new();
    private readonly Dictionary<(SkillCapability Capability, string Scope), (long Allowed, long Denied)> _counts = [];

    public void Add(SkillCapability capability, string scope, CapabilityVerdict verdict)
    {
        if (scope.Length > MaxScopeLength)
        {
            scope = $"{scope[..MaxScopeLength]}…";
        }

        lock (_lock)
        {
            var key = (capability, scope);
            if (!_counts.TryGetValue(key, out var count) && _counts.Count >= MaxScopes)
            {
                key = (capability, OtherScopes);
                _counts.TryGetValue(key, out count);
            }

            _counts[key] = verdict == CapabilityVerdict.Allowed ? (count.Allowed + 1, count.Denied) : (count.Allowed, count.Denied + 1);
        }
    }

    /// <summary>The counts so far, sorted by capability and scope (ordinal).</summary>
    public IReadOnlyList<SkillCapabilityUse> ToList()
    {
        lock (_lock)
        {
            return [.. _counts
                .OrderBy(pair => pair.Key.Capability)
                .ThenBy(pair => pair.Key.Scope, StringComparer.Ordinal)
                .Select(pair => new SkillCapabilityUse
                {
                    Capability = pair.Key.Capability,
                    Scope = pair.Key.Scope,
                    Allowed = pair.Value.Allowed,
                    Denied = pair.Value.Denied,
                })];
        }
    }
}
