using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Boternity.Skills.Samples.Agent;

/// <summary>
/// A model that says what was written for it, so that the sample runs offline, and checks what it is told.
/// </summary>
internal sealed class ScriptedModel : IChatClient
{
    private readonly Queue<Func<string, AIContent>> _turns;
    private readonly List<string> _problems = [];
    private string _lastResult = "";

    /// <param name="hasPython">Whether the conversation goes on to a script in Python.</param>
    public ScriptedModel(bool hasPython) => _turns = new Queue<Func<string, AIContent>>(
    [
        _ => Call("find_skills", ("query", "release notes")),
        found => After(found, "local/release-notes", Call("install_skill", ("reference", "local/release-notes"))),
        ready => After(ready, "approval_id", Call("confirm_skill_install", ("approval_id", ready.Split('"')[1]))),
        installed => After(installed, "is installed", new TextContent("It is installed.")),
        _ => Call("load_skill", ("skillName", "release-notes")),
        text => After(text, "# Release notes", new TextContent("Added: a search box.\nFixed: the clock.")),
        _ => Call("install_skill", ("reference", "local/js-tour")),
        ready => After(ready, "approval_id", Call("confirm_skill_install", ("approval_id", ready.Split('"')[1]))),
        installed => After(installed, "is installed", new TextContent("It is installed.")),
        _ => Call(
            "run_skill_script",
            ("skillName", "js-tour"),
            ("scriptName", "execute"),
            ("arguments", new Dictionary<string, object?>
            {
                ["input"] = """{"op":"upper","value":"good morning"}""",
            })),
        shouted => After(shouted, "GOOD MORNING", new TextContent("GOOD MORNING")),
        .. hasPython ? Python() : [],
    ]);

    /// <summary>The exit code: 0 where every turn was told what the script expects.</summary>
    public int Verify()
    {
        if (_turns.Count > 0)
        {
            _problems.Add($"{_turns.Count} turns were left.");
        }

        _problems.ForEach(Console.Error.WriteLine);
        return _problems.Count == 0 ? 0 : 1;
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        _lastResult = messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().LastOrDefault()
            ?.Result?.ToString() ?? "";
        AIContent turn = _turns.Count == 0 ? new TextContent("I have nothing to say.") : _turns.Dequeue()(_lastResult);
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [turn])));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChatResponse response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (ChatResponseUpdate update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private IEnumerable<Func<string, AIContent>> Python() =>
    [
        _ => Call("install_skill", ("reference", "local/tally")),
        ready => After(ready, "approval_id", Call("confirm_skill_install", ("approval_id", ready.Split('"')[1]))),
        installed => After(installed, "is installed", new TextContent("It is installed.")),
        _ => Call("load_skill", ("skillName", "tally")),
        text => After(text, "scripts/tally.py", Call(
            "run_skill_script",
            ("skillName", "tally"),
            ("scriptName", "scripts/tally.py"),
            ("arguments", (string[])["fixed", "added", "fixed"]))),
        counted => After(counted, "fixed: 2\nadded: 1", new TextContent("fixed: 2, added: 1")),
    ];

    private AIContent After(string told, string expected, AIContent turn)
    {
        if (!told.Contains(expected, StringComparison.Ordinal))
        {
            _problems.Add($"The model was to be told '{expected}', and was told: {told}");
        }

        return turn;
    }

    private static FunctionCallContent Call(string name, params (string Name, object? Value)[] arguments) => new(
        Guid.NewGuid().ToString("N"), name, arguments.ToDictionary(pair => pair.Name, pair => pair.Value));
}
