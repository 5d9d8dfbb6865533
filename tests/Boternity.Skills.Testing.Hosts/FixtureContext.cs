using System.Text;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Execution;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Testing.Hosts;

/// <summary>What every run of a fixture is given.</summary>
internal static class FixtureContext
{
    public static SkillContext Value { get; } = new()
    {
        Skill = new InstalledSkill
        {
            SkillId = "fixture",
            RootPath = "/fixture",
            Manifest = TestSkills.Manifest("fixture"),
            Source = TestSkills.Source("fixture"),
            TrustTier = SkillTrustTier.Untrusted,
            InstalledAt = DateTimeOffset.UnixEpoch,
            Files = [],
        },
        BotName = "Marvin the Bot",
        BotSlug = "marvin-the-bot",
        InvocationId = "0192f1c4-5f6e-7a00-8000-000000000001",
    };

    /// <summary>
    /// What a run of a fixture is asked for: its host's files, environment and HTTP, where the host is one that
    /// has them.
    /// </summary>
    public static WasmRunRequest Request(
        string input, ISkillHost? host, SkillLimits? limits = null, long? seed = null)
    {
        var system = new GuestSystem
        {
            StandardInput = Encoding.UTF8.GetBytes(input),
            Random = seed is { } number ? new GuestRandom((ulong)number) : new GuestRandom(),
        };
        return new WasmRunRequest
        {
            Context = Value,
            Limits = limits ?? SkillLimits.Untrusted,
            Host = host,
            System = host switch
            {
                FixtureHost fixture => system with
                {
                    Arguments = ["program", "one", "two"],
                    Environment = fixture,
                    FileSystem = fixture,
                },
                SkillHostSession session => system with
                {
                    Environment = session,
                    FileSystem = session.Files,
                    Http = session.Http,
                },
                _ => system,
            },
        };
    }
}
