using System.Threading.Channels;
using Boternity.Skills.Extensions.AI;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Boternity.Skills.Mcp;

/// <summary>
/// Tells a client how a call goes on, in order, and no longer than it lasts: that it begins, and each line that the
/// skill logs or prints. Where they come faster than the client takes them, the oldest are left out.
/// </summary>
internal sealed class ProgressNotifier : IProgress<SkillFunctionProgress>
{
    private const int MaxWaiting = 100;

    private readonly Channel<string> _messages = Channel.CreateBounded<string>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Task _sending;

    public ProgressNotifier(McpServer server, ProgressToken token, CancellationToken cancellationToken) =>
        _sending = SendAsync(server, token, cancellationToken);

    public void Report(SkillFunctionProgress value)
    {
        string? message = value.Stage == SkillFunctionStage.Started
            ? $"{value.FunctionName} has begun"
            : value.Message;
        if (message is not null)
        {
            _messages.Writer.TryWrite(message);
        }
    }

    /// <summary>Ends it: what was said is sent. That the call has ended is its result.</summary>
    public Task CompleteAsync()
    {
        _messages.Writer.Complete();
        return _sending;
    }

    private async Task SendAsync(McpServer server, ProgressToken token, CancellationToken cancellationToken)
    {
        try
        {
            int sent = 0;
            await foreach (string message in _messages.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                var value = new ProgressNotificationValue { Progress = sent++, Message = message };
                await server
                    .NotifyProgressAsync(token, value, cancellationToken: cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The client wants no more of it, and the call says so itself.
        }
    }
}
