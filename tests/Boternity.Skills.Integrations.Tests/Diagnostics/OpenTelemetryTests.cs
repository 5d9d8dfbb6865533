using System.Diagnostics;
using Boternity.Skills.Diagnostics;
using Boternity.Skills.Extensions.AI;
using Boternity.Skills.Grants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Boternity.Skills.Integrations.Tests.Diagnostics;

/// <summary>What the OpenTelemetry SDK gets of an install and of executions.</summary>
[NonParallelizable]
public sealed class OpenTelemetryTests
{
    private const string ChatSource = "boternity.tests.chat";

    private readonly List<Activity> _spans = [];
    private readonly List<Metric> _metrics = [];
    private SkillBench _bench = null!;
    private TracerProvider _tracer = null!;
    private MeterProvider _meter = null!;

    [SetUp]
    public void SetUp()
    {
        _bench = new SkillBench();
        _tracer = Sdk.CreateTracerProviderBuilder()
            .AddSource(BoternitySkillsDiagnostics.ActivitySourceName, ChatSource)
            .AddInMemoryExporter(_spans)
            .Build();
        _meter = Sdk.CreateMeterProviderBuilder()
            .AddMeter(BoternitySkillsDiagnostics.MeterName)
            .AddInMemoryExporter(_metrics)
            .Build();
    }

    [TearDown]
    public async Task TearDown()
    {
        _tracer.Dispose();
        _meter.Dispose();
        await _bench.DisposeAsync();
    }

    [Test]
    public async Task Install_OfASkill_IsASpanWithItsSteps()
    {
        InstalledSkill skill = await _bench.InstallAsync("js");
        _tracer.ForceFlush();

        Activity install = _spans.Single(span => span.OperationName == "boternity.skills.install");
        Assert.That(install.GetTagItem("gen_ai.skill.name"), Is.EqualTo("js"));
        Assert.That(install.GetTagItem("gen_ai.skill.source.uri"), Is.EqualTo(skill.Source.ToString()));
        Assert.That(
            _spans.Where(span => span.ParentSpanId == install.SpanId).Select(span => span.OperationName),
            Is.EqualTo((string[])
            [
                "boternity.skills.install.fetch",
                "boternity.skills.install.compile",
                "boternity.skills.install.approve",
                "boternity.skills.install.store",
            ]));
    }

    [Test]
    public async Task Install_ThatFails_SaysInWhichStep()
    {
        _bench.AddSkill("bad", "Has a bad schema.", "tool", "c-skill.wasm", ("schema.json", "{"));

        Assert.That(() => _bench.InstallAsync("bad"), Throws.InstanceOf<SkillException>());
        _tracer.ForceFlush();

        Assert.That(
            _spans.Where(span => span.Status == ActivityStatusCode.Error)
                .Select(span => (span.OperationName, span.GetTagItem("error.type"))),
            Is.EqualTo(((string, object)[])
            [
                ("boternity.skills.install.approve", "BSK3006"),
                ("boternity.skills.install", "BSK3006"),
            ]));
        await Task.CompletedTask;
    }

    [Test]
    public async Task Execution_WithADenial_IsASpanAndACount()
    {
        InstalledSkill skill = await _bench.InstallAsync("js");

        Assert.That(
            () => _bench.Executor.ExecuteAsync(skill, """{"op":"read-file","path":"/etc/passwd"}"""),
            Throws.InstanceOf<SkillException>());
        _tracer.ForceFlush();
        _meter.ForceFlush();

        Activity span = _spans.Single(one => one.OperationName == "boternity.skills.execute");
        Assert.That(span.GetTagItem("gen_ai.skill.name"), Is.EqualTo("js"));
        Assert.That(span.GetTagItem("error.type"), Is.EqualTo("BSK6008"));
        Assert.That(span.GetTagItem("boternity.skills.denials"), Is.EqualTo(1L));
        Assert.That(span.GetTagItem("boternity.skills.engine"), Is.Not.Null);
        Assert.That(span.GetTagItem("boternity.skills.tier"), Is.Not.Null);
        Assert.That(span.GetTagItem("boternity.skills.fuel"), Is.GreaterThan(0L));
        Assert.That(span.TagObjects.Select(tag => tag.Value?.ToString()), Has.None.Contains("passwd"));
        Assert.That(_metrics.Select(metric => metric.Name), Has.Member("boternity.skills.denials"));
    }

    [TestCase(200)]
    [TestCase(404)]
    public async Task Execution_ThatSendsARequest_HasASpanOfItBelow(int status)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication server = builder.Build();
        server.MapGet("/{name}", (HttpContext context) => context.Response.StatusCode = status);
        await server.StartAsync();
        var address = new Uri(server.Urls.First());
        InstalledSkill skill = await _bench.InstallAsync("js");
        var options = new SkillExecutionOptions
        {
            Grants = new SkillGrants
            {
                Http =
                [
                    new SkillHttpGrant
                    {
                        Host = "127.0.0.1",
                        Port = address.Port,
                        Methods = ["GET"],
                        AllowHttp = true,
                        AllowLoopback = true,
                    },
                ],
            },
        };
        string Get(string url) => $$"""{"op":"http-get","url":"{{url}}"}""";

        await _bench.Executor.ExecuteAsync(
            skill,
            $$"""{"op":"tour","steps":[{{Get($"{address}secret-path")}},{{Get("https://example.com/")}}]}""",
            options);
        _tracer.ForceFlush();

        Activity execution = _spans.Single(one => one.OperationName == "boternity.skills.execute");
        Activity request = _spans.Single(one => one.OperationName == "boternity.skills.request");
        Assert.That(request.ParentSpanId, Is.EqualTo(execution.SpanId));
        Assert.That(request.Kind, Is.EqualTo(ActivityKind.Client));
        Assert.That(request.GetTagItem("http.request.method"), Is.EqualTo("GET"));
        Assert.That(request.GetTagItem("server.address"), Is.EqualTo("127.0.0.1"));
        Assert.That(request.GetTagItem("server.port"), Is.EqualTo(address.Port));
        Assert.That(request.GetTagItem("http.response.status_code"), Is.EqualTo(status));
        Assert.That(request.GetTagItem("error.type"), Is.EqualTo(status == 200 ? null : "404"));
        Assert.That(request.GetTagItem("boternity.skills.capability"), Is.EqualTo("http_get"));
        Assert.That(request.TagObjects.Select(tag => tag.Value?.ToString()), Has.None.Contains("secret-path"));
    }

    [Test]
    public async Task Chat_ThatCallsASkill_HasOneSpanOfTheToolAndTheExecutionBelowIt()
    {
        InstalledSkill skill = await _bench.InstallAsync("text");
        using var model = new ScriptedChatClient(
            ScriptedChatClient.Call("text", ("input", "upper a")), new TextContent("Done."));
        using IChatClient chat = model.AsBuilder()
            .UseFunctionInvocation()
            .UseOpenTelemetry(sourceName: ChatSource)
            .Build();

        await chat.GetResponseAsync("Shout.", new ChatOptions { Tools = [skill.AsAIFunction(_bench.Executor)] });
        _tracer.ForceFlush();

        Activity tool = _spans.Single(span => span.OperationName.StartsWith("execute_tool", StringComparison.Ordinal));
        Activity execution = _spans.Single(span => span.OperationName == "boternity.skills.execute");
        Assert.That(execution.ParentSpanId, Is.EqualTo(tool.SpanId));
        Assert.That(execution.GetTagItem("boternity.skills.stub"), Is.EqualTo(false));
    }
}
