using Boternity.Skills.Samples.SkillServer;
using Boternity.Skills.Samples.SkillServer.Security;

// Skills over HTTP: installs with their progress, executions, MCP, health, telemetry. README.md says how to try it.
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
ServerOptions options = builder.Configuration.GetSection("Skills").Get<ServerOptions>() ?? new ServerOptions();

builder.WebHost.ConfigureKestrel(kestrel => ServerLimits.Apply(kestrel.Limits));
builder.Services.AddSingleton(options);
builder.Services.AddBoternitySkills(skills => skills.StorePath = options.StorePath)
    .AddDirectoryRegistry("local", options.RegistryPath)
    .UseApprover(new ConfiguredApprover(options))
    .AddAuditLog(audit => audit.DirectoryPath = Path.Combine(options.StorePath, "audit"));
builder.Services.AddMcpServer()
    .WithHttpTransport(transport => transport.Stateless = false)
    .AddAuthorizationFilters()
    .WithInstalledSkills();

builder.Services.AddProblemDetails();
builder.Services.AddExceptionHandler<SkillExceptionHandler>();
builder.Services.AddHealthChecks().AddCheck<StoreHealthCheck>("store");
builder.Services.AddSkillTelemetry(builder.Configuration);
builder.Services.AddApiKeys();

WebApplication app = builder.Build();
app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = ServerLimits.StatusOf });
app.UseStatusCodePages();
app.UseAuthentication();
app.UseAuthorization();
app.MapHealthChecks("/health").AllowAnonymous();
app.MapSkills();
app.MapMcp("/mcp").RequireAuthorization();
ListenAddresses.RequireKeysBeyondLoopback(app, options);
await app.RunAsync();
