using System.Text.Json;
using Boternity.Skills.Extensions.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Integrations.Tests.Extensions.AI;

public sealed class SkillFunctionTests
{
    private SkillBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new SkillBench(builder => builder.AddAITools());

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    private SkillTools Tools => _bench.Provider.GetRequiredService<SkillTools>();

    [Test]
    public async Task GetAITools_OfAllSkills_AreThoseThatCanBeCalled()
    {
        await _bench.InstallAllAsync();

        IReadOnlyList<AITool> tools = await Tools.GetAIToolsAsync();
        IReadOnlyList<AITool> some = await Tools.GetAIToolsAsync(skill => skill.Name == "text");

        Assert.That(tools.Select(tool => tool.Name), Is.EqualTo((string[])["js", "text"]));
        Assert.That(some.Select(tool => tool.Name), Is.EqualTo((string[])["text"]));
        Assert.That(tools[1].Description, Is.EqualTo("Works on a line of text."), "Hidden characters are left out.");
        Assert.That(tools[1].GetService<InstalledSkill>()?.SkillId, Is.EqualTo("text"));
    }

    [Test]
    public async Task JsonSchema_OfEachTool_SatisfiesStrictModelApis()
    {
        await _bench.InstallAllAsync();

        IReadOnlyList<AITool> tools = await Tools.GetAIToolsAsync();
        foreach (AIFunction tool in tools.Concat(Tools.GetDisclosureTools()).Cast<AIFunction>())
        {
            Assert.That(tool.JsonSchema.GetProperty("type").GetString(), Is.EqualTo("object"));
            Assert.That(
                tool.JsonSchema.GetProperty("properties").EnumerateObject()
                    .Where(property => !property.Value.TryGetProperty("type", out _)),
                Is.Empty);
        }
    }

    [Test]
    public async Task Chat_ThatCallsASkill_GetsItsOutput()
    {
        await _bench.InstallAllAsync();
        using var model = new ScriptedChatClient(
            ScriptedChatClient.Call("js", ("op", "upper"), ("value", "good morning")),
            ScriptedChatClient.Call("text", ("input", "upper good evening")),
            new TextContent("Done."));
        using IChatClient chat = model.AsBuilder().UseFunctionInvocation().Build();

        ChatResponse answer = await chat.GetResponseAsync(
            "Shout.", new ChatOptions { Tools = [.. await Tools.GetAIToolsAsync()] });

        Assert.That(answer.Text, Does.EndWith("Done."));
        Assert.That(
            model.Results.Select(result => result?.ToString()),
            Is.EqualTo((string[])["GOOD MORNING", "GOOD EVENING"]));
    }

    [TestCase("""{"op":7}""", "BSK6013", "/op: expected string")]
    [TestCase("""{}""", "BSK6013", "a property 'op'")]
    [TestCase("""{"op":"throw","message":"no such word"}""", "BSK6008", "no such word")]
    [TestCase("""{"op":"recurse"}""", "BSK6005", "out of bounds memory access")]
    public async Task Invoke_ThatFails_GivesAResultThatAModelCanActOn(string arguments, string code, string expected)
    {
        AIFunction function = (await _bench.InstallAsync("js")).AsAIFunction(_bench.Executor);

        object? result = await function.InvokeAsync(
            new AIFunctionArguments(JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments)!));

        JsonElement error = result is JsonElement element ? element : default;
        Assert.That(error.GetProperty("code").GetString(), Is.EqualTo(code));
        Assert.That(error.GetProperty("error").GetString(), Does.Contain(expected));
        Assert.That(error.GetRawText(), Does.Not.Contain(_bench.Root));
    }

    [TestCase("text", null, "input", "\"\\ud800\"")]
    [TestCase("js", null, "op", "\"\\udc00\"")]
    [TestCase("notes", "scripts/greet.obey", "arguments", "[\"\\ud800\"]")]
    [TestCase("notes", "scripts/greet.obey", "input", "\"\\ud800\"")]
    public async Task Invoke_WithHalfOfASurrogatePair_IsAResultAndNoErrorOfTheHost(
        string name, string? script, string argument, string json)
    {
        InstalledSkill skill = await _bench.InstallAsync(name);
        AIFunction function = script is null
            ? skill.AsAIFunction(_bench.Executor)
            : skill.AsScriptFunction(script, _bench.Executor);
        using JsonDocument value = JsonDocument.Parse(json);

        object? result = await function.InvokeAsync(
            new AIFunctionArguments { [argument] = value.RootElement.Clone() });

        Assert.That(result?.ToString(), Is.Not.Empty);
    }

    [Test]
    public async Task Invoke_WithoutTheInput_SaysWhatIsMissing()
    {
        AIFunction function = (await _bench.InstallAsync("text")).AsAIFunction(_bench.Executor);

        Assert.That((await function.InvokeAsync())?.ToString(), Does.Contain("an argument 'input'"));
    }

    [Test]
    public async Task Invoke_ASchemaThatIsNoObject_TakesItAsInput()
    {
        const string Schema = """
            {"$ref":"#/$defs/list","$defs":{"list":{"type":"array","items":{"type":"integer"}}}}
            """;
        _bench.AddSkill("list", "Takes a list.", "tool", "c-skill.wasm", ("schema.json", Schema));
        AIFunction function = (await _bench.InstallAsync("list")).AsAIFunction(_bench.Executor);

        object? refused = await function.InvokeAsync(new AIFunctionArguments { ["input"] = new[] { "a" } });
        object? taken = await function.InvokeAsync(new AIFunctionArguments { ["input"] = new[] { 1, 2 } });

        Assert.That(
            function.JsonSchema.GetProperty("properties").GetProperty("input").GetProperty("$ref").GetString(),
            Is.EqualTo("#/properties/input/$defs/list"));
        Assert.That(refused?.ToString(), Does.Contain("/0: expected integer"));
        Assert.That(taken?.ToString(), Does.Contain("unknown operation"), "The program ran, and knows no lists.");
    }

    [Test]
    public async Task AsAIFunction_OfWhatCannotBeCalled_IsRefused()
    {
        InstalledSkill stub = await _bench.InstallAsync("stub");
        InstalledSkill prompt = await _bench.InstallAsync("notes");

        Assert.That(() => stub.AsAIFunction(_bench.Executor), Throws.ArgumentException.With.Message.Contains("stub"));
        Assert.That(
            () => prompt.AsAIFunction(_bench.Executor), Throws.ArgumentException.With.Message.Contains("prompt"));
    }

    [Test]
    public async Task Chat_WithATierThatNeedsApproval_AsksAndThenRuns()
    {
        InstalledSkill skill = await _bench.InstallAsync(
            "text", new SkillInstallOptions { TrustTier = SkillTrustTier.Untrusted });
        var options = new SkillFunctionOptions { ApprovalTiers = [SkillTrustTier.Untrusted] };
        using var model = new ScriptedChatClient(
            ScriptedChatClient.Call("text", ("input", "upper yes")), new TextContent("Done."));
        using IChatClient chat = model.AsBuilder().UseFunctionInvocation().Build();
        var chatOptions = new ChatOptions { Tools = [skill.AsAIFunction(_bench.Executor, options)] };
        List<ChatMessage> messages = [new(ChatRole.User, "Shout.")];

        ChatResponse asked = await chat.GetResponseAsync(messages, chatOptions);
        ToolApprovalRequestContent request = asked.Messages.SelectMany(message => message.Contents)
            .OfType<ToolApprovalRequestContent>()
            .Single();
        messages.AddRange(asked.Messages);
        messages.Add(new ChatMessage(ChatRole.User, [request.CreateResponse(true)]));
        await chat.GetResponseAsync(messages, chatOptions);

        Assert.That(model.Requests, Has.Count.EqualTo(2));
        Assert.That(model.Results.Single()?.ToString(), Is.EqualTo("YES"));
        Assert.That(
            skill.AsAIFunction(_bench.Executor), Is.Not.InstanceOf<ApprovalRequiredAIFunction>(), "The host picks.");
    }

    [Test]
    public async Task Invoke_ThatIsCancelled_IsNoResult()
    {
        AIFunction function = (await _bench.InstallAsync("js")).AsAIFunction(_bench.Executor);
        using var source = new CancellationTokenSource();
        var progress = new Recorder(_ => source.CancelAfter(200));
        AIFunction watched = (await _bench.InstallAsync("js")).AsAIFunction(
            _bench.Executor, new SkillFunctionOptions { Progress = progress, Name = "watched" });

        Assert.That(
            async () => await watched.InvokeAsync(new AIFunctionArguments { ["op"] = "loop" }, source.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(progress.Seen.Single().ToString(), Does.Contain("watched").And.Contain("Started"));
        Assert.That(function.Name, Is.EqualTo("js"));
    }

    [Test]
    public async Task Invoke_WithOptions_HasTheCallerProgressAndABoundedOutput()
    {
        var progress = new Recorder(_ => { });
        AIFunction function = (await _bench.InstallAsync("js")).AsAIFunction(
            _bench.Executor,
            new SkillFunctionOptions
            {
                Progress = progress,
                MaxOutputLength = 20,
                CreateExecutionOptions = (skill, arguments) => new SkillExecutionOptions
                {
                    BotName = $"{skill.Name} for {arguments.Context![typeof(string)]}",
                },
            });

        object? result = await function.InvokeAsync(new AIFunctionArguments
        {
            ["op"] = "get-context",
            Context = new Dictionary<object, object?> { [typeof(string)] = "anna" },
        });

        Assert.That(result?.ToString(), Does.Contain("[The first 20 of "));
        Assert.That(progress.Seen[1].Result!.Output, Does.Contain("js for anna"));
        Assert.That(
            progress.Seen.Select(seen => seen.Stage),
            Is.EqualTo((SkillFunctionStage[])[SkillFunctionStage.Started, SkillFunctionStage.Completed]));
    }

    [Test]
    public async Task Invoke_OfASkillThatLogs_TellsEachLineWhileItRuns()
    {
        var progress = new Recorder(_ => { });
        InstalledSkill skill = await _bench.InstallAsync("js");
        AIFunction function = skill.AsAIFunction(_bench.Executor, new SkillFunctionOptions { Progress = progress });

        await function.InvokeAsync(
            new AIFunctionArguments { ["op"] = "log", ["level"] = "warn", ["message"] = "half\u001b[31m done" });

        Assert.That(
            progress.Seen.Select(seen => (seen.Stage, seen.Message)),
            Is.EqualTo(((SkillFunctionStage, string?)[])
            [
                (SkillFunctionStage.Started, null),
                (SkillFunctionStage.Reported, "warn: half [31m done"),
                (SkillFunctionStage.Completed, null),
            ]));
    }

    [Test]
    public async Task Invoke_OfAScript_TellsEachLineThatItPrints()
    {
        var progress = new Recorder(_ => { });
        InstalledSkill skill = await _bench.InstallAsync("notes");
        var options = new SkillFunctionOptions { Progress = progress };
        AIFunction greet = skill.AsScriptFunction("scripts/greet.obey", _bench.Executor, options);

        await greet.InvokeAsync(new AIFunctionArguments { ["arguments"] = (string[])["--to", "anna"] });

        Assert.That(progress.Seen[0].Stage, Is.EqualTo(SkillFunctionStage.Started));
        Assert.That(
            progress.Seen.Where(seen => seen.Stage == SkillFunctionStage.Reported).Select(seen => seen.Message),
            Is.SupersetOf((string[])["--to", "anna"]));
        Assert.That(progress.Seen[^1].Stage, Is.EqualTo(SkillFunctionStage.Completed));
        Assert.That(progress.Seen[^1].ScriptResult!.ExitCode, Is.Zero);
        Assert.That(progress.Seen.Select(seen => seen.Script), Is.All.EqualTo("scripts/greet.obey"));
    }

    [Test]
    public async Task Invoke_OfAScriptThatCannotRun_TellsThatItFailed()
    {
        var progress = new Recorder(_ => { });
        InstalledSkill skill = await _bench.InstallAsync("notes");
        var options = new SkillFunctionOptions { Progress = progress };

        await skill.AsScriptFunction("scripts/count.py", _bench.Executor, options).InvokeAsync();

        Assert.That(progress.Seen[^1].Stage, Is.EqualTo(SkillFunctionStage.Failed));
        Assert.That(progress.Seen[^1].Error!.Code, Does.StartWith("BSK61"));
    }

    private sealed class Recorder(Action<SkillFunctionProgress> then) : IProgress<SkillFunctionProgress>
    {
        public List<SkillFunctionProgress> Seen { get; } = [];

        public void Report(SkillFunctionProgress value)
        {
            Seen.Add(value);
            then(value);
        }
    }
}
