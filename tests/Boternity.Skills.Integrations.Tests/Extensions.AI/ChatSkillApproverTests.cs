using Boternity.Skills.Extensions.AI;
using Boternity.Skills.Grants;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Integrations.Tests.Extensions.AI;

public sealed class ChatSkillApproverTests
{
    private SkillBench _bench = null!;
    private SkillInstallTools _tools = null!;
    private ChatSkillApprover _approver = null!;

    [SetUp]
    public void SetUp()
    {
        _bench = new SkillBench(builder => builder.UseChatApprover(request => new SkillGrants
        {
            Directories = request.Package.Manifest.Name == "notes"
                ? [new SkillDirectoryGrant
                {
                    GuestPath = "/notes", HostPath = Path.GetTempPath(), Access = SkillFileAccess.Read,
                },]
                : [],
        }));
        _tools = _bench.Provider.GetRequiredService<SkillInstallTools>();
        _approver = _bench.Provider.GetRequiredService<ChatSkillApprover>();
    }

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    [Test]
    public async Task Chat_ThatAsksForASkill_InstallsItOnceAPersonSaysYes()
    {
        string approvalId = await PrepareAsync("local/notes");
        (ScriptedChatClient model, IReadOnlyList<string>? shown) = await ConfirmAsync(approvalId, answer: true);

        Assert.That(shown, Has.Some.Contains("notes: Writes release notes."));
        Assert.That(shown, Has.Some.StartsWith("granted: may read /notes"));
        Assert.That(model.Results.Single()?.ToString(), Does.Contain("'notes' is installed"));
        InstalledSkill installed = await _bench.Store.GetAsync("notes");
        SkillGrants granted = await _bench.Provider.GetRequiredService<Boternity.Skills.Storage.ISkillGrantStore>()
            .GetAsync(installed);
        Assert.That(granted.Directories.Single().GuestPath, Is.EqualTo("/notes"));
        model.Dispose();
    }

    [Test]
    public async Task Chat_SkillThatNeedsAnother_ShowsBothAndInstallsBothOnOneYes()
    {
        _bench.AddPrompt("report", "Write the report.", "dependencies: notes");
        string approvalId = await PrepareAsync("local/report");
        (ScriptedChatClient model, IReadOnlyList<string>? shown) = await ConfirmAsync(approvalId, answer: true);

        Assert.That(shown, Has.Some.EqualTo("Install these skills?"));
        Assert.That(shown, Has.Some.Contains("needs 1 other skill, which would be installed with it: local:notes"));
        Assert.That(shown, Has.Some.EqualTo("is installed because report needs it"));
        Assert.That(shown, Has.Some.StartsWith("granted: may read /notes"));
        Assert.That(model.Results.Single()?.ToString(), Does.Contain("'report' is installed"));
        Assert.That((await _bench.Store.GetAsync("notes")).IsDependency, Is.True);
        model.Dispose();
    }

    [Test]
    public async Task Chat_WhenThePersonSaysNo_InstallsNothing()
    {
        string approvalId = await PrepareAsync("local/text");
        (ScriptedChatClient model, IReadOnlyList<string>? shown) = await ConfirmAsync(approvalId, answer: false);

        Assert.That(shown, Has.Some.Contains("nothing: it can compute"));
        Assert.That(await _bench.Store.FindAsync("text"), Is.Null);
        model.Dispose();
    }

    [Test]
    public async Task Confirm_WhenTheContentHasChanged_InstallsNothing()
    {
        string approvalId = await PrepareAsync("local/text");
        _bench.AddSkill("text", "Is another skill by now.", "tool", "c-skill.wasm");

        (ScriptedChatClient model, _) = await ConfirmAsync(approvalId, answer: true);

        Assert.That(model.Results.Single()?.ToString(), Does.Contain("BSK4007"));
        Assert.That(await _bench.Store.FindAsync("text"), Is.Null);
        model.Dispose();
    }

    [Test]
    public async Task Confirm_OfWhatNobodyPrepared_InstallsNothing()
    {
        (ScriptedChatClient model, IReadOnlyList<string>? shown) = await ConfirmAsync("0123456789abcdef", answer: true);

        Assert.That(shown, Is.Null, "The host has nothing to show, and need not ask.");
        Assert.That(model.Results.Single()?.ToString(), Does.Contain("Nothing of that id waits"));
        model.Dispose();
    }

    [Test]
    public async Task Install_ByTheHostItself_WaitsForThePersonToo() =>
        Assert.That(
            async () => await _bench.InstallAsync("text"),
            Throws.TypeOf<SkillTrustException>().With.Message.Contains("a person must approve it in the chat"));

    [Test]
    public async Task Find_WordsOfADescription_GivesReferences()
    {
        AIFunction find = _tools.GetAITools().OfType<AIFunction>().Single(tool => tool.Name == "find_skills");

        Assert.That(
            (await find.InvokeAsync(new AIFunctionArguments { ["query"] = "notes" }))?.ToString(),
            Does.Contain("local/notes: Writes release notes."));
        Assert.That(
            (await find.InvokeAsync(new AIFunctionArguments { ["query"] = "quantum" }))?.ToString(),
            Does.StartWith("No skill was found"));
    }

    private async Task<string> PrepareAsync(string reference)
    {
        AIFunction install = _tools.GetAITools().OfType<AIFunction>().Single(tool => tool.Name == "install_skill");
        string text = (await install.InvokeAsync(new AIFunctionArguments { ["reference"] = reference }))!.ToString()!;
        Assert.That(text, Does.StartWith("The skill is ready."));
        return text.Split('"')[1];
    }

    private async Task<(ScriptedChatClient Model, IReadOnlyList<string>? Shown)> ConfirmAsync(string id, bool answer)
    {
        var model = new ScriptedChatClient(
            ScriptedChatClient.Call("confirm_skill_install", ("approval_id", id)), new TextContent("Done."));
        using IChatClient chat = model.AsBuilder().UseFunctionInvocation().Build();
        var options = new ChatOptions { Tools = [.. _tools.GetAITools()] };
        List<ChatMessage> messages = [new(ChatRole.User, "Install it.")];
        ChatResponse asked = await chat.GetResponseAsync(messages, options);
        ToolApprovalRequestContent request = asked.Messages.SelectMany(message => message.Contents)
            .OfType<ToolApprovalRequestContent>()
            .Single();
        IReadOnlyList<string>? shown = _approver.Describe(request);
        messages.AddRange(asked.Messages);
        messages.Add(new ChatMessage(ChatRole.User, [request.CreateResponse(answer)]));
        await chat.GetResponseAsync(messages, options);
        return (model, shown);
    }
}
