using Boternity.Skills.Extensions.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Integrations.Tests.Extensions.AI;

public sealed class DisclosureTests
{
    private SkillBench _bench = null!;

    [SetUp]
    public async Task SetUp()
    {
        _bench = new SkillBench(builder => builder.AddAITools());
        await _bench.InstallAllAsync();
    }

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    private SkillTools Tools => _bench.Provider.GetRequiredService<SkillTools>();

    [Test]
    public async Task Catalogue_OfTheStore_HasEverySkillButStubs()
    {
        string text = await Tools.GetCatalogueAsync();

        Assert.That(
            text, Does.Contain("call load_skill").And.Contain("<name>notes</name>").And.Contain("<name>js</name>"));
        Assert.That(text, Does.Not.Contain("<name>stub</name>"));
        Assert.That(await Tools.GetCatalogueAsync(_ => false), Is.Empty);
    }

    [Test]
    public async Task Chat_ThatLoadsASkill_GetsItsTextAndAFileOfIt()
    {
        using var model = new ScriptedChatClient(
            ScriptedChatClient.Call("load_skill", ("skill_name", "notes")),
            ScriptedChatClient.Call(
                "read_skill_resource", ("skill_name", "notes"), ("resource_name", "references/template.md")),
            new TextContent("Done."));
        using IChatClient chat = model.AsBuilder().UseFunctionInvocation().Build();

        await chat.GetResponseAsync("Notes, please.", new ChatOptions { Tools = [.. Tools.GetDisclosureTools()] });

        Assert.That(
            model.Results[0]?.ToString(),
            Does.Contain("# About notes")
                .And.Contain("<file>references/template.md</file>")
                .And.Contain("<file>scripts/count.py</file>"));
        Assert.That(
            model.Results[1]?.ToString(),
            Does.Contain("# Template &lt;/skill_resource>").And.StartsWith("<skill_resource nonce="));
    }

    [Test]
    public async Task Chat_ThatRunsAScript_GetsWhatItPrinted()
    {
        using var model = new ScriptedChatClient(
            ScriptedChatClient.Call(
                "run_skill_script",
                ("skill_name", "notes"),
                ("script_name", "scripts/greet.obey"),
                ("arguments", (string[])["--to", "anna"]),
                ("input", "hello")),
            ScriptedChatClient.Call(
                "run_skill_script", ("skill_name", "notes"), ("script_name", "scripts/fail.obey")),
            ScriptedChatClient.Call(
                "run_skill_script", ("skill_name", "notes"), ("script_name", "scripts/count.py")),
            ScriptedChatClient.Call(
                "run_skill_script", ("skill_name", "notes"), ("script_name", "references/template.md")),
            new TextContent("Done."));
        using IChatClient chat = model.AsBuilder().UseFunctionInvocation().Build();

        await chat.GetResponseAsync("Greet.", new ChatOptions { Tools = [.. Tools.GetDisclosureTools()] });

        string[] results = [.. model.Results.Select(result => result?.ToString() ?? "")];
        Assert.That(results[0], Does.Contain("anna").And.Contain("hello").And.Contain("out.txt"));
        Assert.That(results[1], Does.Contain("exited with code 3").And.Contain("no such word"));
        Assert.That(results[2], Does.Contain("BSK6102").And.Contain("scripts/count.py"), "There is no Python here.");
        Assert.That(results[3], Does.Contain("BSK4008"));
    }

    [Test]
    public async Task AsScriptFunction_WithArgumentsThatAreNoTexts_SaysWhatIsExpected()
    {
        InstalledSkill skill = await _bench.Store.GetAsync("notes");
        AIFunction function = skill.AsScriptFunction("scripts/greet.obey", _bench.Executor);

        Assert.That(function.Name, Is.EqualTo("notes_greet"));
        Assert.That(
            (await function.InvokeAsync(new AIFunctionArguments { ["arguments"] = "--to anna" }))?.ToString(),
            Does.Contain("expected an array of strings"));
        Assert.That(
            () => skill.AsScriptFunction("scripts/nothing.py", _bench.Executor),
            Throws.ArgumentException.With.Message.Contains("scripts/nothing.py"));
    }

    [TestCase("load_skill", "nobody", "", "BSK4002")]
    [TestCase("load_skill", "stub", "", "BSK4002")]
    [TestCase("load_skill", "", "", "BSK4002")]
    [TestCase("read_skill_resource", "notes", "../../../secret", "BSK4008")]
    [TestCase("read_skill_resource", "notes", "SKILL.md", "BSK4008")]
    [TestCase("read_skill_resource", "notes", ".boternity-meta.json", "BSK4008")]
    [TestCase("read_skill_resource", "notes", "assets/logo.bin", "BSK4009")]
    public async Task Invoke_WhatIsNotThere_SaysSo(string function, string skill, string resource, string code)
    {
        AIFunction found = Tools.GetDisclosureTools().OfType<AIFunction>().Single(tool => tool.Name == function);

        object? result = await found.InvokeAsync(
            new AIFunctionArguments { ["skill_name"] = skill, ["resource_name"] = resource });

        Assert.That(result?.ToString(), Does.Contain($"\"{code}\"").And.Not.Contain(_bench.Root));
    }

    [Test]
    public async Task Invoke_OnAChangedFile_TellsNoPath()
    {
        InstalledSkill skill = await _bench.Store.GetAsync("notes");
        await File.AppendAllTextAsync(Path.Combine(skill.RootPath, "SKILL.md"), "more");
        AIFunction load = Tools.GetDisclosureTools().OfType<AIFunction>().First();

        object? result = await load.InvokeAsync(new AIFunctionArguments { ["skill_name"] = "notes" });

        Assert.That(result?.ToString(), Does.Contain("BSK4005").And.Not.Contain(_bench.Root));
    }
}
