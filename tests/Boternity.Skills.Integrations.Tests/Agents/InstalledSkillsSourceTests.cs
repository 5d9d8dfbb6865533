using Boternity.Skills.Agents;
using Boternity.Skills.Extensions.AI;
using Boternity.Skills.Storage;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Integrations.Tests.Agents;

public sealed class InstalledSkillsSourceTests
{
    private SkillBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new SkillBench();

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    [Test]
    public async Task Run_OfAnAgent_LoadsReadsAndExecutes()
    {
        await _bench.InstallAllAsync();
        using var model = new ScriptedChatClient(
            ScriptedChatClient.Call("load_skill", ("skillName", "notes")),
            ScriptedChatClient.Call(
                "read_skill_resource", ("skillName", "notes"), ("resourceName", "references/template.md")),
            ScriptedChatClient.Call("load_skill", ("skillName", "js")),
            ScriptedChatClient.Call(
                "run_skill_script",
                ("skillName", "js"),
                ("scriptName", "execute"),
                ("arguments", new Dictionary<string, object?> { ["op"] = "upper", ["value"] = "good morning" })),
            ScriptedChatClient.Call(
                "run_skill_script",
                ("skillName", "notes"),
                ("scriptName", "scripts/greet.obey"),
                ("arguments", (string[])["--to", "anna"])),
            new TextContent("Done."));
        AIAgent agent = Agent(model);

        AgentResponse answer = await agent.RunAsync("Notes, loudly.");

        Assert.That(answer.Text, Does.EndWith("Done."));
        string instructions = string.Concat(
            model.Requests[0].Options!.Instructions,
            string.Concat(model.Requests[0].Messages.Select(message => message.Text)));
        Assert.That(instructions, Does.Contain("<name>notes</name>").And.Not.Contain("stub"));
        string[] results = [.. model.Results.Select(result => result?.ToString() ?? "")];
        Assert.That(results[0], Does.Contain("# About notes").And.Contain("<file>scripts/count.py</file>"));
        Assert.That(results[1], Does.Contain("# Template &lt;/skill_resource>"));
        Assert.That(results[2], Does.Contain("\"execute\"").And.Contain("\"op\""));
        Assert.That(results[3], Does.Contain("GOOD MORNING"));
        Assert.That(results[4], Does.Contain("anna"));
    }

    [Test]
    public async Task Run_WithProgress_TellsWhatAProgramAndAScriptSay()
    {
        await _bench.InstallAllAsync();
        var progress = new Recorder();
        using var model = new ScriptedChatClient(
            ScriptedChatClient.Call(
                "run_skill_script",
                ("skillName", "js"),
                ("scriptName", "execute"),
                (
                    "arguments",
                    new Dictionary<string, object?> { ["op"] = "log", ["level"] = "info", ["message"] = "half" })),
            ScriptedChatClient.Call(
                "run_skill_script",
                ("skillName", "notes"),
                ("scriptName", "scripts/greet.obey"),
                ("arguments", (string[])["anna"])),
            new TextContent("Done."));
        AIContextProvider skills = new AgentSkillsProviderBuilder()
            .UseInstalledSkills(_bench.Provider, new InstalledSkillsOptions { Progress = progress })
            .UseOptions(options => options.DisableRunSkillScriptApproval = true)
            .BuildWithTypedArguments();

        await model.AsAIAgent(new ChatClientAgentOptions { AIContextProviders = [skills] }).RunAsync("Go on.");

        Assert.That(progress.Messages, Is.SupersetOf((string[])["info: half", "anna"]));
    }

    [Test]
    public async Task Tools_OfAnAgent_HaveATypeForEveryParameter()
    {
        await _bench.InstallAllAsync();
        using var model = new ScriptedChatClient(new TextContent("Done."));

        await Agent(model).RunAsync("Hello.");

        AIFunction[] tools = [.. model.Requests[0].Options!.Tools!.OfType<AIFunction>()];
        Assert.That(
            tools.Select(tool => tool.Name),
            Is.SupersetOf((string[])["load_skill", "read_skill_resource", "run_skill_script"]));
        Assert.That(
            tools.SelectMany(tool => tool.JsonSchema.GetProperty("properties").EnumerateObject())
                .Where(parameter => !parameter.Value.TryGetProperty("type", out _))
                .Select(parameter => parameter.ToString()),
            Is.Empty);
    }

    [Test]
    public async Task Script_ThatFails_IsAResultThatAModelCanActOn()
    {
        await _bench.InstallAsync("js");
        AgentSkill skill = (await SkillsAsync()).Single();
        AgentSkillScript? script = await skill.GetScriptAsync("execute");

        object? result = await script!.RunAsync(skill, System.Text.Json.JsonSerializer.SerializeToElement(7), null);

        Assert.That(result?.ToString(), Does.Contain("BSK6013").And.Contain("a property 'op'"));
        Assert.That(await skill.GetScriptAsync("scripts/other.py"), Is.Null);
    }

    [TestCase("../../.boternity-meta.json")]
    [TestCase("SKILL.md")]
    [TestCase("nothing")]
    public async Task GetResource_WhatIsNoResource_IsNull(string name)
    {
        await _bench.InstallAsync("notes");

        Assert.That(await (await SkillsAsync()).Single().GetResourceAsync(name), Is.Null);
    }

    [Test]
    public async Task Resource_ThatWasChanged_IsNotGiven()
    {
        InstalledSkill installed = await _bench.InstallAsync("notes");
        AgentSkillResource? resource = await (await SkillsAsync()).Single().GetResourceAsync("references/template.md");
        await File.AppendAllTextAsync(Path.Combine(installed.RootPath, "references", "template.md"), "more");

        Assert.That(
            (await resource!.ReadAsync())?.ToString(), Does.Contain("BSK4005").And.Not.Contain(_bench.Root));
    }

    [Test]
    public async Task GetSkills_NamesThatTheFrameworkRefuses_AreMapped()
    {
        _bench.AddSkill("Loud_Skill", "Shouts.", "prompt", null);
        _bench.AddSkill("loud-skill", "Shouts too.", "prompt", null);
        _bench.AddSkill("Ünïcode", new string('d', 1_024), "prompt", null);
        foreach (string id in (string[])["Loud_Skill", "loud-skill", "Ünïcode"])
        {
            await _bench.InstallAsync(id);
        }

        string[] names = [.. (await SkillsAsync()).Select(skill => skill.Frontmatter.Name)];

        Assert.That(names, Is.Unique.And.Contains("loud-skill").And.Contains("n-code"));
        Assert.That(names, Has.All.Match("^[a-z0-9]+(-[a-z0-9]+)*$"));
    }

    [Test]
    public async Task GetSkills_WhenTheStoreChanges_AreReadAgain()
    {
        using var source = Source();
        Assert.That(await source.GetSkillsAsync(Context), Is.Empty);

        await _bench.InstallAsync("notes");
        Assert.That(await source.GetSkillsAsync(Context), Has.Count.EqualTo(1));

        await _bench.Store.RemoveAsync("notes");
        Assert.That(await source.GetSkillsAsync(Context), Is.Empty);
    }

    [Test]
    public async Task Run_AfterAnInstall_SeesTheNewSkill()
    {
        using var model = new ScriptedChatClient(
            new TextContent("Nothing."),
            ScriptedChatClient.Call("load_skill", ("skillName", "notes")),
            new TextContent("Done."));
        AIAgent agent = Agent(model);
        await agent.RunAsync("Hello.");

        await _bench.InstallAsync("notes");
        await agent.RunAsync("And now?");

        Assert.That(model.Results.Single()?.ToString(), Does.Contain("# About notes"));
    }

    private static AgentSkillsSourceContext Context => new(new ScriptedChatClient().AsAIAgent(), null);

    private InstalledSkillsSource Source() =>
        new(_bench.Store, _bench.Executor, _bench.Provider.GetRequiredService<ISkillStoreChanges>());

    private async Task<IList<AgentSkill>> SkillsAsync()
    {
        using InstalledSkillsSource source = Source();
        return await source.GetSkillsAsync(Context);
    }

    private ChatClientAgent Agent(IChatClient model)
    {
        AIContextProvider skills = new AgentSkillsProviderBuilder()
            .UseInstalledSkills(_bench.Provider)
            .UseOptions(options =>
            {
                options.DisableLoadSkillApproval = true;
                options.DisableReadSkillResourceApproval = true;
                options.DisableRunSkillScriptApproval = true;
            })
            .BuildWithTypedArguments();
        return model.AsAIAgent(new ChatClientAgentOptions { AIContextProviders = [skills] });
    }

    private sealed class Recorder : IProgress<SkillFunctionProgress>
    {
        public List<string?> Messages { get; } = [];

        public void Report(SkillFunctionProgress value) => Messages.Add(value.Message);
    }
}
