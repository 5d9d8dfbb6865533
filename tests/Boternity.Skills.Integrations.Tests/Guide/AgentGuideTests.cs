using Boternity.Skills.Agents;
using Microsoft.Agents.AI;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace Boternity.Skills.Integrations.Tests.Guide;

public sealed class AgentGuideTests
{
    [Test]
    public async Task Agent_OfTheGuide_LoadsVerifiedSkills()
    {
        await using var bench = new SkillBench();
        await bench.InstallAsync("notes", new SkillInstallOptions { TrustTier = SkillTrustTier.Verified });
        await bench.InstallAsync("text", new SkillInstallOptions { TrustTier = SkillTrustTier.Untrusted });
        using var model = new ScriptedChatClient(
            ScriptedChatClient.Call("load_skill", ("skillName", "notes")),
            ScriptedChatClient.Call("load_skill", ("skillName", "text")),
            new TextContent("Done."));
        AIAgent agent = AgentGuide.CreateAgent(bench.Provider, model);

        await agent.RunAsync("Notes.");

        Assert.That(model.Results[0]?.ToString(), Does.Contain("# About notes"));
        Assert.That(model.Results[1]?.ToString(), Does.Not.Contain("# About text"));
    }

    [Test]
    public async Task Consent_OfTheGuide_HasItsFunctions()
    {
        await using var bench = new SkillBench();
        var services = new ServiceCollection();
        AgentGuide.AddServices(services, bench.Root, bench.SkillsPath);
        await using ServiceProvider provider = services.BuildServiceProvider();
        var call = new FunctionCallContent("1", "confirm_skill_install", new Dictionary<string, object?>());

        Assert.That(AgentGuide.Ask(provider, [new ToolApprovalRequestContent("1", call)]), Is.EqualTo(3));
    }

    [Test]
    public async Task Files_OfTheGuide_RunInTheSandbox()
    {
        await using var bench = new SkillBench();
        await using FileSkillSandbox sandbox = new(bench.Provider);
        using AgentSkillsProvider skills = AgentGuide.ReadFiles(sandbox, bench.SkillsPath);

        Assert.That(skills, Is.Not.Null);
    }

    [Test]
    public async Task Servers_OfTheGuide_OfferTheSkills()
    {
        await using var bench = new SkillBench();
        await bench.InstallAllAsync();
        using IHost stdio = McpGuide.Stdio(bench.StorePath);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddAuthentication();
        builder.Services.AddAuthorization();
        await using WebApplication http = McpGuide.Http(builder, bench.StorePath);

        foreach (IServiceProvider services in (IServiceProvider[])[stdio.Services, http.Services])
        {
            Assert.That(
                services.GetRequiredService<IOptions<McpServerOptions>>().Value.ToolCollection!.PrimitiveNames,
                Has.Member("js"));
        }
    }
}
