using System.Text.Json;
using Boternity.Skills.Auditing;
using Boternity.Skills.Execution;
using Boternity.Skills.Grants;
using Boternity.Skills.Profiles;
using Boternity.Skills.Storage;

namespace Boternity.Skills.Tests.Profiles;

/// <summary>Real programs and scripts, executed by the bots of profiles.</summary>
public sealed class ProfileExecutorTests
{
    private const string Upper = """{"op": "upper", "value": "a"}""";

    private ProfileBench _bench = null!;
    private InstalledSkill _js = null!;
    private InstalledSkill _tool = null!;
    private InstalledSkill _notes = null!;

    [SetUp]
    public async Task SetUp()
    {
        _bench = new ProfileBench();
        _js = await _bench.InstallToolAsync(
            "js", "js-skill.wasm", new SkillInstallOptions { TrustTier = SkillTrustTier.Untrusted });
        _tool = await _bench.InstallToolAsync("c-skill", "c-skill.wasm");
        _notes = await _bench.InstallAsync("notes");
        _bench.Events.Clear();
    }

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    [Test]
    public async Task Execute_SkillThatIsNotEnabled_IsRefusedByEveryWayAndAudited()
    {
        ISkillExecutor executor = _bench.Open("c-skill").Executor;
        (string, Func<Task>)[] ways =
        [
            ("record", () => executor.ExecuteAsync(_js, Upper)),
            ("id", () => executor.ExecuteAsync("js", Upper)),
            ("case", () => executor.ExecuteAsync("C-Skill", "upper a")),
            ("script", () => executor.ExecuteScriptAsync(_notes, "scripts/env.obey")),
        ];
        foreach ((string way, Func<Task> execute) in ways)
        {
            Assert.That(async () => await execute(), Throws.InstanceOf<SkillNotEnabledException>(), way);
        }

        SkillChainException chain = (await Assert.ThrowsAsync<SkillChainException>(() => executor.ExecuteChainAsync(
            [new SkillChainStep { Skill = _tool }, new SkillChainStep { Skill = _js }], "upper a")))!;
        Assert.That((chain.Step, chain.SkillId), Is.EqualTo((2, "js")));
        Assert.That(chain.Error, Is.InstanceOf<SkillNotEnabledException>());

        Assert.That(_bench.Events.Select(one => one.Action), Is.All.EqualTo(SkillAuditAction.Refused));
        Assert.That(_bench.Events, Has.Count.EqualTo(5));
        Assert.That(_bench.Events.Select(one => one.Profile), Is.All.EqualTo("bot"));
        Assert.That(_bench.Events.Select(one => one.Outcome), Is.All.EqualTo(SkillErrorCodes.ProfileSkillNotEnabled));
        Assert.That(_bench.Events.Last().ChainStep, Is.EqualTo(2));
    }

    [Test]
    public async Task Execute_EnabledSkill_RunsAsTheBotWithItsSettingsAndIsAudited()
    {
        ISkillExecutor executor = _bench.Profiles.Open(new SkillProfile
        {
            Name = "support-bot",
            BotName = "Support",
            Skills =
            [
                new SkillProfileEntry
                {
                    SkillId = "js",
                    Environment = new Dictionary<string, string> { ["LANGUAGE"] = "de", ["UNIT"] = "m" },
                },
            ],
        }).Executor;
        var call = new SkillExecutionOptions
        {
            BotName = "Sales",
            BotSlug = "sales-bot",
            Profile = "sales-bot",
            Environment = [new("UNIT", "km")],
        };

        SkillExecutionResult result = await executor.ExecuteAsync(
            _js,
            """
            {"op": "tour", "steps": [
              {"op": "get-context"},
              {"op": "read-env", "name": "LANGUAGE"},
              {"op": "read-env", "name": "UNIT"},
              {"op": "read-env", "name": "PATH"}
            ]}
            """,
            call);

        JsonElement[] steps = [.. JsonDocument.Parse(result.Output).RootElement.EnumerateArray()];
        JsonElement context = JsonDocument.Parse(steps[0].GetProperty("ok").GetString()!).RootElement;
        Assert.That(context.GetProperty("botName").GetString(), Is.EqualTo("Support"));
        Assert.That(context.GetProperty("botSlug").GetString(), Is.EqualTo("support-bot"));
        Assert.That(steps[1].GetProperty("ok").GetString(), Is.EqualTo("de"));
        Assert.That(steps[2].GetProperty("ok").GetString(), Is.EqualTo("km"));
        Assert.That(steps[3].TryGetProperty("err", out _), Is.True);
        Assert.That(_bench.Events.Select(one => one.Profile), Is.EqualTo(new[] { "support-bot", "support-bot" }));
        Assert.That(
            _bench.Events.Select(one => one.Action),
            Is.EqualTo(new[] { SkillAuditAction.Executing, SkillAuditAction.Executed }));
    }

    [Test]
    public async Task Execute_ProgramThatReadsItsEnvironmentThroughWasi_SeesTheSettingsAlone()
    {
        InstalledSkill command = await _bench.InstallToolAsync("command", "command-preview1.wasm");
        ISkillExecutor executor = _bench.Open(new SkillProfileEntry
        {
            SkillId = "command",
            Environment = new Dictionary<string, string> { ["LANGUAGE"] = "de", ["UNIT"] = "m" },
        }).Executor;

        SkillExecutionResult result = await executor.ExecuteAsync(
            command, "env", new SkillExecutionOptions { Environment = [new("UNIT", "km")] });

        Assert.That(result.Output, Is.EqualTo("LANGUAGE=de\nUNIT=km\n"));
        Assert.That(result.CapabilityUses, Is.Empty);
        Assert.That(
            async () => await executor.ExecuteAsync(
                command,
                "env",
                new SkillExecutionOptions { Limits = SkillLimits.Untrusted with { MaxInputBytes = 15 } }),
            Throws.InstanceOf<SkillLimitExceededException>().With.Property("Kind").EqualTo(SkillLimitKind.Input));
    }

    [Test]
    public async Task ExecuteScript_EnabledSkill_SeesTheSettings()
    {
        ISkillExecutor executor = _bench.Open(new SkillProfileEntry
        {
            SkillId = "notes",
            Environment = new Dictionary<string, string> { ["LANGUAGE"] = "de", ["UNIT"] = "m" },
        }).Executor;

        SkillScriptResult result = await executor.ExecuteScriptAsync(
            _notes, "scripts/env.obey", new SkillScriptOptions { Environment = [new("UNIT", "km")] });

        Assert.That(result.OutputText, Does.Contain("LANGUAGE=de\n").And.Contain("UNIT=km\n"));
        Assert.That(_bench.Events.Select(one => one.Profile), Is.All.EqualTo("bot"));
    }

    [Test]
    public async Task Execute_ProfileWithLimits_IsHeldToTheNarrower()
    {
        SkillExecutionResult free = await _bench.Open("js").Executor.ExecuteAsync(_js, Upper);
        var tight = new SkillProfileLimits { MaxFuel = free.FuelConsumed / 2 };
        var wide = new SkillProfileLimits { MaxOutputBytes = SkillLimits.Untrusted.MaxOutputBytes * 4 };
        string large = $$"""{"op": "repeat", "value": "0123456789abcdef", "count": {{1024 * 1024 / 16 + 1}}}""";

        Assert.That(() => RunAsync(tight, Upper), Fails(SkillLimitKind.Fuel));
        Assert.That(
            () => RunAsync(tight, Upper, new SkillExecutionOptions { Limits = SkillLimits.Verified }),
            Fails(SkillLimitKind.Fuel),
            "a call does not go beyond the profile");
        Assert.That(
            () => RunAsync(
                null, Upper, new SkillExecutionOptions { Limits = new() { MaxFuel = tight.MaxFuel!.Value } }),
            Fails(SkillLimitKind.Fuel),
            "a call can narrow");
        Assert.That(() => RunAsync(wide, large), Fails(SkillLimitKind.Output), "a profile does not widen");
        Assert.That(
            (await RunAsync(wide, large, allowWider: true)).Output.Length,
            Is.GreaterThan(1024 * 1024),
            "unless it may");
        Assert.That(
            () => RunAsync(
                tight, Upper, skill: _js with { TrustTier = SkillTrustTier.Verified }), Fails(SkillLimitKind.Fuel));
        Assert.That(
            () => RunAsync(null, large, skill: _js with { TrustTier = SkillTrustTier.Verified }),
            Fails(SkillLimitKind.Output),
            "the trust is the store's, and not the record's");

        Task<SkillExecutionResult> RunAsync(
            SkillProfileLimits? limits,
            string input,
            SkillExecutionOptions? options = null,
            bool allowWider = false,
            InstalledSkill? skill = null) => _bench.Profiles.Open(new SkillProfile
            {
                Name = "bot",
                AllowWiderLimits = allowWider,
                Limits = new SkillProfileLimits { MaxFuel = 1_500_000_000 },
                Skills = [new SkillProfileEntry { SkillId = "js", Limits = limits }],
            }).Executor.ExecuteAsync(skill ?? _js, input, options);

        static NUnit.Framework.Constraints.IResolveConstraint Fails(SkillLimitKind kind) =>
            Throws.InstanceOf<SkillLimitExceededException>().With.Property("Kind").EqualTo(kind);
    }

    [Test]
    public async Task Grants_OfAProfile_AreItsOwnAndOfThatContent()
    {
        const string Read = """{"op": "read-file", "path": "/data/notes.txt"}""";
        string folder = Directory.CreateDirectory(_bench.PathOf("data")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "notes.txt"), "rain");
        var grants = new SkillGrants
        {
            Directories =
            [
                new SkillDirectoryGrant { GuestPath = "/data", HostPath = folder, Access = SkillFileAccess.Read },
            ],
        };
        SkillProfileServices granted = _bench.Open(
            new SkillProfileEntry { SkillId = "js", ContentDigest = _js.ContentDigest, Grants = grants });
        SkillProfileServices plain = _bench.Open("js");
        SkillProfileServices denied = _bench.Open(new SkillProfileEntry { SkillId = "js", Grants = SkillGrants.None });

        Assert.That((await granted.Executor.ExecuteAsync(_js, Read)).Output, Is.EqualTo("rain"));
        Assert.That(
            async () => await plain.Executor.ExecuteAsync(_js, Read), Throws.InstanceOf<SkillFailedException>());
        Assert.That(await granted.Grants.GetAsync(_js), Is.EqualTo(grants));
        Assert.That(await plain.Grants.GetAsync(_js), Is.EqualTo(SkillGrants.None));

        await _bench.Get<ISkillGrantStore>().SetAsync(_js, grants);
        Assert.That((await plain.Executor.ExecuteAsync(_js, Read)).Output, Is.EqualTo("rain"), "the install's");
        Assert.That(
            async () => await denied.Executor.ExecuteAsync(_js, Read), Throws.InstanceOf<SkillFailedException>());

        // Another content under the same name.
        File.AppendAllText(_bench.PathOf("skills", "js", "SKILL.md"), "\nMore.\n");
        InstalledSkill updated = await _bench.Get<ISkillInstaller>().InstallAsync(SkillReference.Parse("js"));
        _bench.Events.Clear();
        InstalledSkill forged = updated with { ContentDigest = _js.ContentDigest };
        foreach (InstalledSkill record in (InstalledSkill[])[_js, updated, forged])
        {
            Assert.That(
                async () => await granted.Executor.ExecuteAsync(record, Read), Throws.InstanceOf<SkillPinException>());
            Assert.That(async () => await granted.Grants.GetAsync(record), Throws.InstanceOf<SkillPinException>());
        }

        Assert.That(_bench.Events.Select(one => one.Action), Is.All.EqualTo(SkillAuditAction.Refused));
    }

    [Test]
    public async Task ExecuteChain_OfEnabledSkills_HasEachOnesSettingsUnderOneBot()
    {
        ISkillExecutor executor = _bench.Open(
            new SkillProfileEntry { SkillId = "c-skill" },
            new SkillProfileEntry
            {
                SkillId = "notes",
                Environment = new Dictionary<string, string> { ["UNIT"] = "m" },
            }).Executor;

        SkillChainResult result = await executor.ExecuteChainAsync(
            [
                new SkillChainStep { Skill = _tool },
                new SkillChainStep { Skill = _notes, Script = "scripts/env.obey", Environment = [new("MORE", "x")] },
            ],
            "upper a");

        Assert.That(result.Output, Does.Contain("UNIT=m\n").And.Contain("MORE=x\n"));
        Assert.That(_bench.Events, Has.Count.EqualTo(4));
        Assert.That(_bench.Events.Select(one => one.Profile), Is.All.EqualTo("bot"));
    }

    [Test]
    public async Task ExecuteChain_OfAProfileWithLimits_IsHeldToThemAsAWhole()
    {
        ISkillExecutor executor = _bench.Profiles.Open(new SkillProfile
        {
            Name = "bot",
            Limits = new SkillProfileLimits { MaxFuel = 1 },
            Skills = [new SkillProfileEntry { SkillId = "c-skill", Limits = new() { MaxFuel = 1_000_000_000 } }],
        }).Executor;

        SkillChainException error = (await Assert.ThrowsAsync<SkillChainException>(() => executor.ExecuteChainAsync(
            [new SkillChainStep { Skill = _tool }],
            "upper a",
            new SkillChainOptions { Budget = SkillLimits.Verified })))!;

        Assert.That(error.Error, Is.InstanceOf<SkillLimitExceededException>());
    }

    [Test]
    public async Task Execute_SkillWithWiderLimitsThanItsProfile_IsHeldToThoseOfTheProfile([Values] bool allowWider)
    {
        SkillExecutionResult free = await _bench.Open("js").Executor.ExecuteAsync(_js, Upper);
        ISkillExecutor executor = _bench.Profiles.Open(new SkillProfile
        {
            Name = "bot",
            AllowWiderLimits = allowWider,
            Limits = new SkillProfileLimits { MaxFuel = free.FuelConsumed / 2, AllowSimd = true },
            Skills = [new SkillProfileEntry { SkillId = "js", Limits = new() { MaxFuel = long.MaxValue } }],
        }).Executor;

        Assert.That(
            async () => await executor.ExecuteAsync(_js, Upper), Throws.InstanceOf<SkillLimitExceededException>());
    }

    [Test]
    public async Task Execute_IdOfAnyLength_IsShortInTheAudit()
    {
        await Assert.ThrowsAsync<SkillNotEnabledException>(
            () => _bench.Open("js").Executor.ExecuteAsync(new string('x', 100_000), "a"));

        Assert.That(_bench.Events.Single().Skill.Length + _bench.Events.Single().Detail!.Length, Is.LessThan(500));
    }

    [Test]
    public void Services_OfABot_GiveNoWayToTheHostsOwn()
    {
        SkillProfileServices bot = _bench.Open("js");
        foreach (object service in (object[])[bot.Store, bot.Executor, bot.Grants])
        {
            Type type = service.GetType();
            Assert.That(type.GetInterfaces(), Has.Length.EqualTo(1), type.Name);
            Assert.That(
                type.GetProperties().Select(property => property.Name), Is.Empty, "nothing leads to what is behind");
        }
    }

    [Test]
    public async Task Execute_OfTwoBots_HasEachOnesSkills()
    {
        SkillProfileServices one = _bench.Open("js");
        SkillProfileServices other = _bench.Open("c-skill");
        InstalledSkill seen = await one.Store.GetAsync("js");

        Assert.That((await one.Executor.ExecuteAsync(seen, Upper)).Output, Is.EqualTo("A"));
        Assert.That(
            async () => await other.Executor.ExecuteAsync(seen, Upper), Throws.InstanceOf<SkillNotEnabledException>());
    }
}
