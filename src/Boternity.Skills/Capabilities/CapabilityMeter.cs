using Boternity.Skills.Grants;
using Boternity.Skills.Text;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Capabilities;

/// <summary>
/// Counts one run's uses of capabilities, and stops those that the policy denies; it ends the run for them where the
/// host chose so. Bounded: a skill that asks for ever new scopes ends in one shared entry.
/// </summary>
internal sealed class CapabilityMeter(
    SkillContext context, SkillViolationMode onViolation, SecretRedactor redactor, ILogger logger)
{
    public const int MaxScopes = 128;
    public const int MaxScopeLength = 200;
    private const string OtherScopes = "(other)";

    private readonly Lock _lock = new();
    private readonly Dictionary<(SkillCapability Capability, string Scope), Count> _counts = [];
    private volatile SkillCapabilityDeniedException? _violation;

    /// <summary>What masks the secrets of the run.</summary>
    public SecretRedactor Redactor => redactor;

    /// <summary>The skill that is counted.</summary>
    public SkillContext Context => context;

    /// <summary>
    /// The first denied use where the host ends runs for it. The executor reports it whatever the engine made of
    /// the exception.
    /// </summary>
    public SkillCapabilityDeniedException? Violation => _violation;

    /// <summary>The counts so far, sorted by capability and scope (ordinal).</summary>
    public IReadOnlyList<SkillCapabilityUse> Uses
    {
        get
        {
            lock (_lock)
            {
                return _counts.Count == 0 ? [] : [.. _counts
                    .OrderBy(pair => pair.Key.Capability)
                    .ThenBy(pair => pair.Key.Scope, StringComparer.Ordinal)
                    .Select(pair => new SkillCapabilityUse
                    {
                        Capability = pair.Key.Capability,
                        Scope = pair.Key.Scope,
                        Allowed = pair.Value.Allowed,
                        Denied = pair.Value.Denied,
                        DenialReason = pair.Value.Reason,
                    })];
            }
        }
    }

    /// <summary>Records a use that the policy decided on.</summary>
    /// <param name="capability">The capability.</param>
    /// <param name="scope">What it is used on.</param>
    /// <param name="denial">Why it is denied; null where it is not.</param>
    /// <returns>Whether it may go on.</returns>
    /// <exception cref="SkillCapabilityDeniedException">It may not, and that ends the run.</exception>
    public bool Admit(SkillCapability capability, string scope, SkillDenialReason? denial)
    {
        scope = redactor.Redact(DisplayText.OneLine(scope), MaxScopeLength * 4);
        Add(capability, scope, denial);
        if (denial is not { } reason)
        {
            return true;
        }

        CapabilityLog.Denied(logger, capability, scope, reason, context.SkillName, context.InvocationId);
        if (onViolation == SkillViolationMode.Terminate)
        {
            throw _violation ??= new SkillCapabilityDeniedException(capability, context.SkillName, reason);
        }

        return false;
    }

    /// <summary>What a denied call answers.</summary>
    public string DeniedText(SkillCapability capability) =>
        $"capability denied: {capability.ToName()} not granted for skill '{context.SkillName}'";

    private void Add(SkillCapability capability, string scope, SkillDenialReason? denial)
    {
        if (scope.Length > MaxScopeLength)
        {
            scope = $"{scope[..MaxScopeLength]}…";
        }

        lock (_lock)
        {
            var key = (capability, scope);
            if (!_counts.TryGetValue(key, out Count count) && _counts.Count >= MaxScopes)
            {
                key = (capability, OtherScopes);
                _counts.TryGetValue(key, out count);
            }

            _counts[key] = denial is null
                ? count with { Allowed = AddOne(count.Allowed) }
                : count with { Denied = AddOne(count.Denied), Reason = count.Reason ?? denial };
        }
    }

    private static int AddOne(int count) => count == int.MaxValue ? count : count + 1;

    private readonly record struct Count(int Allowed, int Denied, SkillDenialReason? Reason);
}
