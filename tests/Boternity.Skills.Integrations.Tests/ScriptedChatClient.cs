using Microsoft.Extensions.AI;

namespace Boternity.Skills.Integrations.Tests;

/// <summary>
/// A chat client that says what the test wrote, turn after turn, and keeps what it was asked. A turn is a text, or a
/// call of a function.
/// </summary>
internal sealed class ScriptedChatClient(params AIContent[] turns) : IChatClient
{
    private readonly Queue<AIContent> _turns = new(turns);

    /// <summary>Gets what the client was given, call by call.</summary>
    public List<(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)> Requests { get; } = [];

    /// <summary>Gets the results of the functions, as the model was told them in the last request.</summary>
    public IReadOnlyList<object?> Results =>
    [
        .. Requests[^1].Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>()
            .Select(content => content.Result),
    ];

    public static FunctionCallContent Call(string name, params (string Name, object? Value)[] arguments) => new(
        Guid.NewGuid().ToString("N"), name, arguments.ToDictionary(pair => pair.Name, pair => pair.Value));

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Requests.Add(([.. messages], options));
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [_turns.Dequeue()])));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChatResponse response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (ChatResponseUpdate update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
