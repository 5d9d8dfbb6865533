using Boternity.Skills.Extensions.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Integrations.Tests.Guide;

public sealed class ChatGuideTests
{
    [Test]
    public async Task Host_OfTheGuide_AnswersWithSkills()
    {
        await using var bench = new SkillBench();
        await using ServiceProvider provider = ChatGuide.CreateHost(bench.Root, bench.SkillsPath);
        var installer = provider.GetRequiredService<ISkillInstaller>();
        await installer.InstallAsync(
            SkillReference.Parse("text"), new SkillInstallOptions { TrustTier = SkillTrustTier.Verified });
        await installer.InstallAsync(SkillReference.Parse("notes"));
        using var model = new ScriptedChatClient(
            ScriptedChatClient.Call("text", ("input", "upper hello")), new TextContent("Done."));
        using var disclosed = new ScriptedChatClient(
            ScriptedChatClient.Call("load_skill", ("skill_name", "notes")), new TextContent("Noted."));
        using IChatClient chat = disclosed.AsBuilder().UseFunctionInvocation().Build();

        Assert.That(await ChatGuide.AskAsync(provider, model, "Shout hello."), Does.EndWith("Done."));
        Assert.That(model.Results.Single()?.ToString(), Is.EqualTo("HELLO"));
        Assert.That(await ChatGuide.DiscloseAsync(provider, chat, "Notes."), Does.EndWith("Noted."));
        Assert.That(disclosed.Requests[0].Options!.Instructions, Does.Contain("<name>notes</name>"));
        Assert.That(disclosed.Results.Single()?.ToString(), Does.Contain("# About notes"));
    }

    [Test]
    public async Task ForUser_OfTheGuide_NamesTheCaller()
    {
        await using var bench = new SkillBench();
        InstalledSkill skill = await bench.InstallAsync("text");

        SkillExecutionOptions? options = ChatGuide.ForUser("anna")
            .CreateExecutionOptions!(skill, new AIFunctionArguments());

        Assert.That(options!.Caller.UserId, Is.EqualTo("anna"));
    }
}
