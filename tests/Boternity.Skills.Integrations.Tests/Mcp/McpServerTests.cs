using System.Collections.Concurrent;
using System.Text.Json;
using Boternity.Skills.Grants;
using Boternity.Skills.Storage;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Boternity.Skills.Integrations.Tests.Mcp;

/// <summary>
/// The package's own client against a server of installed skills, in process, as a child, and over HTTP.
/// </summary>
public sealed class McpServerTests
{
    private SkillBench _bench = null!;

    [SetUp]
    public async Task SetUp()
    {
        _bench = new SkillBench();
        await _bench.InstallAllAsync();
    }

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    public enum Way
    {
        InProcess,
        Child,
        Http,
    }

    private Task<McpSession> ConnectAsync(Way way) => way switch
    {
        Way.Child => McpSession.ChildAsync(_bench),
        Way.Http => McpSession.HttpAsync(_bench),
        _ => McpSession.InProcessAsync(_bench),
    };

    [Test]
    public async Task Session_ByEachWay_CallsReadsAndIsToldOfChanges([Values] Way way)
    {
        await using McpSession session = await ConnectAsync(way);
        McpClient client = session.Client;

        IList<McpClientTool> tools = await client.ListToolsAsync();
        Assert.That(
            tools.Select(tool => tool.Name),
            Is.EquivalentTo((string[])["js", "notes_scripts_fail_obey", "notes_scripts_greet_obey", "text"]));

        CallToolResult result = await client.CallToolAsync(
            "js", new Dictionary<string, object?> { ["op"] = "upper", ["value"] = "good morning" });
        Assert.That(McpSession.TextOf(result), Is.EqualTo("GOOD MORNING"));
        Assert.That(result.IsError, Is.Not.True);

        CallToolResult failed = await client.CallToolAsync("js", new Dictionary<string, object?> { ["op"] = 1 });
        Assert.That(failed.IsError, Is.True);
        Assert.That(McpSession.TextOf(failed), Does.Contain("/op: expected string").And.Not.Contain(_bench.Root));

        GetPromptResult prompt = await client.GetPromptAsync("notes");
        Assert.That(((TextContentBlock)prompt.Messages.Single().Content).Text, Does.Contain("# About notes"));

        ReadResourceResult index = await session.ReadAsync("skill://index.json");
        string url = JsonDocument.Parse(((TextResourceContents)index.Contents.Single()).Text).RootElement
            .GetProperty("skills").EnumerateArray()
            .Single(skill => skill.GetProperty("name").GetString() == "notes")
            .GetProperty("url").GetString()!;
        ReadResourceResult text = await session.ReadAsync(url);
        Assert.That(((TextResourceContents)text.Contents.Single()).Text, Does.StartWith("---\nname: notes"));

        Task changed = await session.WatchToolsAsync();
        await _bench.Store.RemoveAsync("text");
        await changed;

        tools = await client.ListToolsAsync();
        Assert.That(tools.Select(tool => tool.Name), Has.Member("js").And.No.Member("text"));
    }

    [Test]
    public async Task ListTools_OfASkill_HasItsSchemaAndAnnotationsFromItsGrants()
    {
        await using McpSession session = await McpSession.InProcessAsync(_bench);
        InstalledSkill skill = await _bench.Store.GetAsync("js");
        McpClientTool before = (await session.Client.ListToolsAsync()).Single(tool => tool.Name == "js");

        Task changed = await session.WatchToolsAsync();
        await _bench.Provider.GetRequiredService<ISkillGrantStore>().SetAsync(skill, new SkillGrants
        {
            Http = [new SkillHttpGrant { Host = "example.org", Methods = ["POST"] }],
        });
        await changed;

        McpClientTool after = (await session.Client.ListToolsAsync()).Single(tool => tool.Name == "js");
        Assert.That(before.JsonSchema.GetProperty("required")[0].GetString(), Is.EqualTo("op"));
        Assert.That(before.Description, Is.EqualTo("Answers requests."));
        Assert.That(Hints(before), Is.EqualTo((true, false, false)));
        Assert.That(Hints(after), Is.EqualTo((false, true, true)));

        static (bool? ReadOnly, bool? Destructive, bool? OpenWorld) Hints(McpClientTool tool)
        {
            ToolAnnotations hints = tool.ProtocolTool.Annotations!;
            return (hints.ReadOnlyHint, hints.DestructiveHint, hints.OpenWorldHint);
        }
    }

    [Test]
    public async Task CallTool_OfAScript_GivesWhatItPrinted()
    {
        await using McpSession session = await McpSession.InProcessAsync(_bench);

        CallToolResult greeted = await session.Client.CallToolAsync(
            "notes_scripts_greet_obey",
            new Dictionary<string, object?> { ["arguments"] = (string[])["--to", "anna"], ["input"] = "hello" });
        CallToolResult failed = await session.Client.CallToolAsync("notes_scripts_fail_obey");

        Assert.That(
            McpSession.TextOf(greeted),
            Does.Contain("anna").And.Contain("hello").And.Contain("[Files written: out.txt, "));
        Assert.That(failed.IsError, Is.True);
        Assert.That(McpSession.TextOf(failed), Does.Contain("exited with code 3").And.Contain("no such word"));
    }

    [Test]
    public async Task CallTool_WithProgressThatIsCancelled_TellsItsBeginningAndEnds()
    {
        var started = new TaskCompletionSource();
        await using McpSession session = await McpSession.InProcessAsync(_bench);
        using var source = new CancellationTokenSource();
        Task<CallToolResult> call = session.Client.CallToolAsync(
            "js",
            new Dictionary<string, object?> { ["op"] = "loop" },
            new Recorder(_ => started.TrySetResult()),
            cancellationToken: source.Token).AsTask();
        await started.Task.WaitAsync(TimeSpan.FromSeconds(60));

        await source.CancelAsync();

        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
        CallToolResult after = await session.Client.CallToolAsync(
            "text", new Dictionary<string, object?> { ["input"] = "upper still here" });
        Assert.That(McpSession.TextOf(after), Is.EqualTo("STILL HERE"));
    }

    [Test]
    public async Task CallTool_WithProgress_TellsWhatTheSkillSaysBeforeItsResult()
    {
        var seen = new ConcurrentQueue<ProgressNotificationValue>();
        await using McpSession session = await McpSession.InProcessAsync(_bench);

        await session.Client.CallToolAsync(
            "js",
            new Dictionary<string, object?>
            {
                ["op"] = "log",
                ["level"] = "info",
                ["message"] = "half",
                ["times"] = 3,
            },
            new Recorder(seen.Enqueue));
        await session.Client.CallToolAsync(
            "notes_scripts_greet_obey",
            new Dictionary<string, object?> { ["arguments"] = (string[])["--to", "anna"] },
            new Recorder(seen.Enqueue));

        // The client hands them out as it likes; their numbers tell the order.
        Assert.That(
            seen.Take(4).OrderBy(value => value.Progress).Select(value => (value.Progress, value.Message)),
            Is.EqualTo(((float, string)[])
            [
                (0, "js has begun"), (1, "info: half"), (2, "info: half"), (3, "info: half"),
            ]));
        Assert.That(seen.Select(value => value.Message), Has.Member("anna"));
    }

    [Test]
    public async Task ListResources_OfASkill_AreItsFilesAndNoRecords()
    {
        await using McpSession session = await McpSession.InProcessAsync(_bench);

        IList<McpClientResource> resources = await session.Client.ListResourcesAsync();
        ReadResourceResult logo = await session.ReadAsync("skill://notes/assets/logo.bin");

        Assert.That(
            resources.Select(resource => resource.Uri).Where(uri => uri.StartsWith("skill://notes/")),
            Is.EquivalentTo((string[])
            [
                "skill://notes/SKILL.md",
                "skill://notes/assets/logo.bin",
                "skill://notes/references/template.md",
                "skill://notes/scripts/count.py",
                "skill://notes/scripts/fail.obey",
                "skill://notes/scripts/greet.obey",
            ]));
        Assert.That(
            resources.Select(resource => resource.Uri), Has.None.Contains(".wasm").And.None.Contains("boternity"));
        Assert.That(
            ((BlobResourceContents)logo.Contents.Single()).DecodedData.ToArray(),
            Is.EqualTo((byte[])[0xFF, 0xFE, 0x00]));
    }

    [TestCase("skill://notes/../js/SKILL.md")]
    [TestCase("skill://notes/.boternity-meta.json")]
    [TestCase("skill://nobody/SKILL.md")]
    public async Task ReadResource_WhatIsNotOffered_IsRefused(string uri)
    {
        await using McpSession session = await McpSession.InProcessAsync(_bench);

        Assert.That(
            async () => await session.ReadAsync(uri),
            Throws.InstanceOf<McpException>().With.Message.Not.Contains(_bench.Root));
    }

    [Test]
    public async Task ReadResource_ThatWasChangedOnDisk_TellsNoPath()
    {
        await using McpSession session = await McpSession.InProcessAsync(_bench);
        InstalledSkill skill = await _bench.Store.GetAsync("notes");
        await File.AppendAllTextAsync(Path.Combine(skill.RootPath, "SKILL.md"), "more");

        Assert.That(
            async () => await session.ReadAsync("skill://notes/SKILL.md"),
            Throws.InstanceOf<McpException>()
                .With.Message.Contains("BSK4005")
                .And.Message.Not.Contains(_bench.Root));
        Assert.That(
            async () => await session.Client.GetPromptAsync("notes"),
            Throws.InstanceOf<McpException>().With.Message.Contains("BSK4005"));
    }

    [Test]
    public async Task Options_OfTheServer_ChooseSkillsAndCallers()
    {
        await using McpSession session = await McpSession.InProcessAsync(_bench, options =>
        {
            options.Filter = skill => skill.SkillId == "js";
            options.CreateExecutionOptions = (_, server) => new SkillExecutionOptions
            {
                BotName = server.ClientInfo?.Name ?? "nobody",
            };
        });

        CallToolResult result = await session.Client.CallToolAsync(
            "js", new Dictionary<string, object?> { ["op"] = "get-context" });

        Assert.That((await session.Client.ListToolsAsync()).Select(tool => tool.Name), Is.EqualTo((string[])["js"]));
        Assert.That(await session.Client.ListPromptsAsync(), Is.Empty);
        Assert.That(McpSession.TextOf(result), Does.Contain("\"botName\"").And.Not.Contain("nobody"));
    }

    private sealed class Recorder(Action<ProgressNotificationValue> seen) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => seen(value);
    }
}
