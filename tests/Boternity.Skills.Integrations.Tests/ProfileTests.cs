using Boternity.Skills.Extensions.AI;
using Boternity.Skills.Grants;
using Boternity.Skills.Integrations.Tests.Guide;
using Boternity.Skills.Profiles;
using Boternity.Skills.Storage;
using Microsoft.Agents.AI;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using McpSession = Boternity.Skills.Integrations.Tests.Mcp.McpSession;

namespace Boternity.Skills.Integrations.Tests;

/// <summary>Two bots of one host, as models, agents and MCP clients have them.</summary>
public sealed class ProfileTests
{
    private SkillBench _bench = null!;

    [SetUp]
    public async Task SetUp()
    {
        _bench = new SkillBench(builder =>
        {
            builder
                .AddProfile("support-bot", options =>
                {
                    options.Skills.Add(new SkillProfileEntry { SkillId = "text" });
                    options.Skills.Add(new SkillProfileEntry { SkillId = "stub" });
                })
                .AddProfile(new SkillProfile
                {
                    Name = "sales-bot",
                    Skills = [new SkillProfileEntry { SkillId = "notes" }, new SkillProfileEntry { SkillId = "js" }],
                })
                .AddAITools()
                .AddAITools("sales-bot");
            ProfileGuide.AddTools(builder);
        });
        await _bench.InstallAllAsync();
    }

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    [Test]
    public async Task Chat_OfTwoBots_HasEachOnesFunctions()
    {
        ChatOptions support = await ProfileGuide.CreateOptionsAsync(_bench.Provider);
        var sales = _bench.Provider.GetRequiredKeyedService<SkillTools>("sales-bot");
        IReadOnlyList<AITool> disclosed = sales.GetDisclosureTools();

        Assert.That(support.Tools!.Select(tool => tool.Name), Is.EqualTo(new[] { "text" }));
        Assert.That((await sales.GetAIToolsAsync()).Select(tool => tool.Name), Is.EqualTo(new[] { "js" }));
        Assert.That(
            (await _bench.Provider.GetRequiredService<SkillTools>().GetAIToolsAsync()).Select(tool => tool.Name),
            Is.EqualTo(new[] { "js", "text" }));
        Assert.That(
            await sales.GetCatalogueAsync(),
            Does.Contain("<name>notes</name>").And.Contain("<name>js</name>").And.Not.Contain("<name>text</name>"));
        Assert.That(await InvokeAsync(disclosed, "load_skill", "notes"), Does.Contain("# About notes"));
        Assert.That(await InvokeAsync(disclosed, "load_skill", "text"), Does.Contain("BSK4002"));
        Assert.That(await InvokeAsync(disclosed, "read_skill_resource", "text"), Does.Contain("BSK4002"));
        Assert.That(await InvokeAsync(disclosed, "run_skill_script", "text"), Does.Contain("BSK4002"));
    }

    [Test]
    public async Task Function_OfASkillThatIsNotThatBots_IsRefused()
    {
        InstalledSkill js = await _bench.Store.GetAsync("js");
        ISkillExecutor support = _bench.Provider.GetRequiredKeyedService<ISkillExecutor>("support-bot");

        object? result = await js.AsAIFunction(support).InvokeAsync(
            new AIFunctionArguments { ["op"] = "upper", ["value"] = "a" });

        Assert.That(result?.ToString(), Does.Contain("BSK8103").And.Contain("That skill is not available."));
    }

    [Test]
    public async Task Agent_OfAProfile_HasItsSkillsAndSeesItsChanges()
    {
        SkillProfileServices bot = _bench.Provider.GetRequiredService<ISkillProfiles>().Get("support-bot");
        using var model = new ScriptedChatClient(
            ScriptedChatClient.Call("load_skill", ("skillName", "text")),
            ScriptedChatClient.Call("load_skill", ("skillName", "notes")),
            new TextContent("Done."));
        AIContextProvider skills = new AgentSkillsProviderBuilder()
            .UseInstalledSkills(_bench.Provider, bot)
            .UseOptions(options => options.DisableLoadSkillApproval = true)
            .BuildWithTypedArguments();
        AIAgent agent = model.AsAIAgent(new ChatClientAgentOptions { AIContextProviders = [skills] });

        await agent.RunAsync("Work.");

        string told = string.Concat(
            model.Requests[0].Options!.Instructions,
            string.Concat(model.Requests[0].Messages.Select(message => message.Text)));
        Assert.That(told, Does.Contain("<name>text</name>").And.Not.Contain("notes"));
        Assert.That(model.Results[0]?.ToString(), Does.Contain("# About text"));
        Assert.That(model.Results[1]?.ToString(), Does.Not.Contain("# About notes"));

        Assert.That(ProfileGuide.CreateSkills(_bench.Provider), Is.Not.Null);
        Assert.That(
            () => new AgentSkillsProviderBuilder().UseInstalledSkills(_bench.Provider, "nobody"),
            Throws.InstanceOf<SkillProfileException>());
    }

    [Test]
    public async Task Mcp_ServerOfAProfile_OffersItsSkillsAlone()
    {
        await using McpSession session = await McpSession.InProcessAsync(
            _bench, options => options.Profile = "sales-bot");

        IList<McpClientTool> tools = await session.Client.ListToolsAsync();
        IList<McpClientResource> resources = await session.Client.ListResourcesAsync();

        Assert.That(
            tools.Select(tool => tool.Name),
            Is.EquivalentTo((string[])["js", "notes_scripts_fail_obey", "notes_scripts_greet_obey"]));
        Assert.That(resources.Select(resource => resource.Uri), Has.None.Contains("text"));
        Assert.That(async () => await session.ReadAsync("skill://text/SKILL.md"), Throws.InstanceOf<McpException>());
        Assert.That(
            (await session.ReadAsync("skill://notes/SKILL.md")).Contents, Has.Count.EqualTo(1));
        Assert.That(
            async () => await session.Client.CallToolAsync(
                "text", new Dictionary<string, object?> { ["input"] = "upper a" }),
            Throws.InstanceOf<McpException>());

        Task changed = await session.WatchToolsAsync();
        await _bench.Store.RemoveAsync("text");
        await _bench.Store.RemoveAsync("js");
        await changed;
        Assert.That((await session.Client.ListToolsAsync()).Select(tool => tool.Name), Has.No.Member("js"));
    }

    [Test]
    public async Task Mcp_OverHttp_HasOneBotForEachSession()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        foreach (ServiceDescriptor service in _bench.Services)
        {
            builder.Services.Add(service);
        }

        await using WebApplication app = ProfileGuide.Serve(builder);
        await app.StartAsync();
        await using McpClient support = await ConnectAsync("support-bot");
        await using McpClient sales = await ConnectAsync("sales-bot");

        Assert.That((await support.ListToolsAsync()).Select(tool => tool.Name), Is.EqualTo(new[] { "text" }));
        Assert.That((await sales.ListToolsAsync()).Select(tool => tool.Name), Has.Member("js").And.No.Member("text"));
        Assert.That(
            McpSession.TextOf(await support.CallToolAsync(
                "text", new Dictionary<string, object?> { ["input"] = "upper a" })),
            Is.EqualTo("A"));
        Assert.That(
            async () => await support.CallToolAsync("js", new Dictionary<string, object?> { ["op"] = "random" }),
            Throws.InstanceOf<McpException>());
        Assert.That(async () => await ConnectAsync("nobody"), Throws.Exception);

        Task<McpClient> ConnectAsync(string bot) => McpClient.CreateAsync(
            new HttpClientTransport(new HttpClientTransportOptions
            {
                Endpoint = new Uri($"{app.Urls.First()}/bots/{bot}/mcp"),
            }),
            new McpClientOptions { ProtocolVersion = "2025-06-18" });
    }

    [Test]
    public async Task Mcp_AnnotationsOfATool_AreOfTheGrantsOfTheProfile()
    {
        InstalledSkill js = await _bench.Store.GetAsync("js");
        await _bench.Provider.GetRequiredService<ISkillGrantStore>().SetAsync(
            js, new SkillGrants { Http = [new SkillHttpGrant { Host = "example.com", Methods = ["POST"] }] });
        new BuilderOf(_bench.Services).AddProfile(new SkillProfile
        {
            Name = "quiet-bot",
            Skills = [new SkillProfileEntry { SkillId = "js", Grants = SkillGrants.None }],
        });
        await using McpSession session = await McpSession.InProcessAsync(
            _bench, options => options.Profile = "quiet-bot");

        McpClientTool tool = (await session.Client.ListToolsAsync()).Single();

        Assert.That(tool.ProtocolTool.Annotations?.OpenWorldHint, Is.False);
        Assert.That(tool.ProtocolTool.Annotations?.ReadOnlyHint, Is.True);
    }

    private static async Task<string?> InvokeAsync(IReadOnlyList<AITool> tools, string name, string skill) =>
        (await tools.OfType<AIFunction>().Single(tool => tool.Name == name).InvokeAsync(new AIFunctionArguments
        {
            ["skill_name"] = skill,
            ["resource_name"] = "references/template.md",
            ["script_name"] = "scripts/greet.obey",
        }))?.ToString();

    private sealed record BuilderOf(IServiceCollection Services) : IBoternitySkillsBuilder;
}
