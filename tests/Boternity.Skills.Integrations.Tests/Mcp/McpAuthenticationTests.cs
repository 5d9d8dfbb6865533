using System.Security.Claims;
using System.Text.Encodings.Web;
using Boternity.Skills.Capabilities;
using Boternity.Skills.Grants;
using Boternity.Skills.Mcp;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Boternity.Skills.Integrations.Tests.Mcp;

/// <summary>Skills over HTTP for users whom ASP.NET Core authenticates: who they are, and what they may use.</summary>
public sealed class McpAuthenticationTests
{
    private SkillBench _bench = null!;
    private WebApplication _app = null!;

    [SetUp]
    public async Task SetUp()
    {
        _bench = new SkillBench();
        await _bench.InstallAllAsync();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<ISkillMemory, CallerMemory>();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddBoternitySkills(options => options.StorePath = _bench.StorePath);
        builder.Services.AddAuthentication("test")
            .AddScheme<AuthenticationSchemeOptions, UserHeader>("test", null);
        builder.Services.AddAuthorization();
        builder.Services.AddMcpServer()
            .WithHttpTransport(options => options.Stateless = false)
            .AddAuthorizationFilters()
            .WithInstalledSkills(Configure);
        _app = builder.Build();
        _app.MapMcp("/mcp").RequireAuthorization();
        await _app.StartAsync();
    }

    [TearDown]
    public async Task TearDown()
    {
        await _app.DisposeAsync();
        await _bench.DisposeAsync();
    }

    // "notes" is for administrators; everybody may ask "js" who they are.
    private static void Configure(InstalledSkillsServerOptions options)
    {
        options.CreateMetadata = skill =>
            skill.SkillId == "notes" ? [new AuthorizeAttribute { Roles = "admin" }] : [];
        options.CreateExecutionOptions = (skill, server) => new SkillExecutionOptions
        {
            Grants = new SkillGrants { RecallMemory = true },
        };
    }

    private async Task<McpClient> ConnectAsync(string user) => await McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri($"{_app.Urls.First()}/mcp"),
            AdditionalHeaders = new Dictionary<string, string> { ["X-User"] = user },
        }),
        new McpClientOptions { ProtocolVersion = "2025-06-18" });

    [Test]
    public async Task Call_OfEachUser_IsExecutedOnTheirBehalf()
    {
        foreach (string user in (string[])["anna", "berta", "anna"])
        {
            await using McpClient client = await ConnectAsync(user);

            CallToolResult result = await client.CallToolAsync(
                "js",
                new Dictionary<string, object?> { ["op"] = "recall-memory", ["query"] = "who", ["limit"] = 3 });

            Assert.That(
                McpSession.TextOf(result),
                Is.EqualTo($"""["user {user}","session {client.SessionId}","context {user}"]"""));
        }
    }

    [TestCase("anna", false)]
    [TestCase("admin", true)]
    public async Task Skill_WithAuthorization_IsThereForThoseWhoMayUseIt(string user, bool isThere)
    {
        await using McpClient client = await ConnectAsync(user);

        IList<McpClientTool> tools = await client.ListToolsAsync();
        IList<McpClientPrompt> prompts = await client.ListPromptsAsync();
        IList<McpClientResource> resources = await client.ListResourcesAsync();

        Assert.That(tools.Select(tool => tool.Name), Has.Member("js"));
        Assert.That(tools.Any(tool => tool.Name.StartsWith("notes", StringComparison.Ordinal)), Is.EqualTo(isThere));
        Assert.That(prompts.Any(prompt => prompt.Name == "notes"), Is.EqualTo(isThere));
        Assert.That(
            resources.Any(resource => resource.Uri.StartsWith("skill://notes/", StringComparison.Ordinal)),
            Is.EqualTo(isThere));
        Assert.That(resources.Any(resource => resource.Uri == "skill://index.json"), Is.EqualTo(isThere));
        Task Read() => client
            .ReadResourceAsync(new ReadResourceRequestParams { Uri = "skill://notes/SKILL.md" })
            .AsTask();
        Task Call() => client.CallToolAsync("notes_scripts_greet_obey").AsTask();
        if (isThere)
        {
            await Read();
            return;
        }

        Assert.That(Read, Throws.InstanceOf<McpException>());
        Assert.That(Call, Throws.InstanceOf<McpException>());
    }

    [Test]
    public void Connect_WithoutAUser_IsRefused() =>
        Assert.That(
            () => ConnectAsync(""),
            Throws.InstanceOf<HttpRequestException>().With.Property("StatusCode")
                .EqualTo(System.Net.HttpStatusCode.Unauthorized));

    /// <summary>Remembers who asks: the caller of the execution, and whom ASP.NET Core's own accessor has.</summary>
    private sealed class CallerMemory(IHttpContextAccessor accessor) : ISkillMemory
    {
        public ValueTask<IReadOnlyList<string>> RecallAsync(
            SkillContext context, string query, int limit, CancellationToken cancellationToken = default) =>
            new(
            [
                $"user {context.Caller.UserId}",
                $"session {context.Caller.SessionId}",
                $"context {accessor.HttpContext?.User.Identity?.Name}",
            ]);
    }

    private sealed class UserHeader(
        IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            string name = Request.Headers["X-User"].ToString();
            var identity = new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.NameIdentifier, name),
                    new Claim(ClaimTypes.Name, name),
                    new Claim(ClaimTypes.Role, name),
                ],
                Scheme.Name);
            return Task.FromResult(name.Length == 0
                ? AuthenticateResult.NoResult()
                : AuthenticateResult.Success(
                    new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
        }
    }
}
