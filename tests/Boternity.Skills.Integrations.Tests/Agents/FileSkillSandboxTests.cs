using Boternity.Skills.Agents;
using Boternity.Skills.Grants;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Boternity.Skills.Integrations.Tests.Agents;

/// <summary>Scripts of skills that the framework reads from folders itself.</summary>
public sealed class FileSkillSandboxTests
{
    private SkillBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new SkillBench();

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    private async Task<string[]> RunAsync(
        FileSkillSandbox sandbox, params (string Script, string[] Arguments)[] calls)
    {
        using var model = new ScriptedChatClient(
        [
            .. calls.Select(call => ScriptedChatClient.Call(
                "run_skill_script",
                ("skillName", "notes"),
                ("scriptName", call.Script),
                ("arguments", call.Arguments))),
            new TextContent("Done."),
        ]);
        AIContextProvider skills = new AgentSkillsProviderBuilder()
            .UseFileSkill(
                _bench.SkillsPath, new AgentFileSkillsSourceOptions { AllowedScriptExtensions = [".obey", ".py"] })
            .UseFileScriptRunner(sandbox)
            .UseOptions(options => options.DisableRunSkillScriptApproval = true)
            .BuildWithTypedArguments();
        AIAgent agent = model.AsAIAgent(new ChatClientAgentOptions { AIContextProviders = [skills] });
        await agent.RunAsync("Go on.");
        return [.. model.Results.Select(result => result?.ToString() ?? "")];
    }

    [Test]
    public async Task Script_OfAFolder_RunsInTheSandbox()
    {
        _bench.AddSkill(
            "notes",
            "Writes release notes.",
            "prompt",
            null,
            ("scripts/peek.obey", "cat /skill/references/template.md\ncat /etc/hostname\n"));
        await using var sandbox = new FileSkillSandbox(_bench.Provider);

        string[] results = await RunAsync(
            sandbox,
            ("scripts/greet.obey", ["--to", "anna"]),
            ("scripts/fail.obey", []),
            ("scripts/peek.obey", []),
            ("scripts/count.py", []));

        Assert.That(results[0], Does.Contain("anna").And.Contain("[Files written: out.txt, "));
        Assert.That(results[1], Does.Contain("exited with code 3").And.Contain("no such word"));
        Assert.That(results[2], Does.Contain("# Template").And.Contain("/etc/hostname: "),
            "The machine's own files are not there.");
        Assert.That(results[3], Does.Contain("BSK61"), "There is no runtime for Python here.");
        Assert.That(string.Concat(results), Does.Not.Contain(_bench.Root));
    }

    [Test]
    public async Task Script_ThatIsChangedInItsFolder_IsReadAnew()
    {
        await using var sandbox = new FileSkillSandbox(_bench.Provider);
        string[] before = await RunAsync(sandbox, ("scripts/fail.obey", []));

        _bench.AddSkill(
            "notes", "Writes notes.", "prompt", null, ("scripts/fail.obey", "complain another word\nexit 4\n"));
        string[] after = await RunAsync(sandbox, ("scripts/fail.obey", []));

        Assert.That(before[0], Does.Contain("no such word"));
        Assert.That(after[0], Does.Contain("exited with code 4").And.Contain("another word"));
    }

    [Test]
    public async Task Script_WithGrants_ReachesWhatIsGranted()
    {
        _bench.AddSkill(
            "notes", "Writes notes.", "prompt", null, ("scripts/peek.obey", "cat /granted/schema.json\n"));
        await using var closed = new FileSkillSandbox(_bench.Provider);
        await using var open = new FileSkillSandbox(_bench.Provider, new FileSkillSandboxOptions
        {
            CreateScriptOptions = (skill, services) => new SkillScriptOptions
            {
                Grants = new SkillGrants
                {
                    Directories =
                    [
                        new SkillDirectoryGrant
                        {
                            GuestPath = "/granted",
                            HostPath = Path.Combine(_bench.SkillsPath, "js"),
                            Access = SkillFileAccess.Read,
                        },
                    ],
                },
            },
        });

        string[] without = await RunAsync(closed, ("scripts/peek.obey", []));
        string[] with = await RunAsync(open, ("scripts/peek.obey", []));

        Assert.That(with[0], Does.Contain("What to do."));
        Assert.That(without[0], Does.Not.Contain("What to do."));
    }

    [Test]
    public async Task Folder_ThatBreaksARule_IsAResultWithoutAPath()
    {
        File.CreateSymbolicLink(Path.Combine(_bench.SkillsPath, "notes", "assets", "link"), "/etc/hostname");
        await using var sandbox = new FileSkillSandbox(_bench.Provider);

        string[] results = await RunAsync(sandbox, ("scripts/greet.obey", []));

        Assert.That(results[0], Does.Contain("BSK3003").And.Not.Contain(_bench.Root));
    }
}
