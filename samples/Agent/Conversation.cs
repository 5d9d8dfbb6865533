using Boternity.Skills.Extensions.AI;
using Boternity.Skills.Text;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Boternity.Skills.Samples.Agent;

/// <summary>A conversation at the terminal: what is asked for approval is shown in the host's words.</summary>
internal sealed class Conversation(AIAgent agent, ChatSkillApprover approver, bool asksAPerson)
{
    private AgentSession? _session;

    public async Task SayAsync(string text)
    {
        Console.WriteLine($"> {text}");
        _session ??= await agent.CreateSessionAsync();
        AgentResponse response = await agent.RunAsync(text, _session);
        while (response.Messages.SelectMany(message => message.Contents)
            .OfType<ToolApprovalRequestContent>()
            .ToArray() is { Length: > 0 } requests)
        {
            AIContent[] answers = [.. requests.Select(request => request.CreateResponse(Approve(request)))];
            response = await agent.RunAsync(new ChatMessage(ChatRole.User, answers), _session);
        }

        // A skill can have put anything into it.
        Console.WriteLine(DisplayText.Lines(response.Text));
    }

    private bool Approve(ToolApprovalRequestContent request)
    {
        // Only what the approver describes is known to this host; everything else is refused.
        if (approver.Describe(request) is not { } lines)
        {
            return false;
        }

        foreach (string line in lines)
        {
            Console.WriteLine($"  {line}");
        }

        Console.Write("  [y/N] ");
        string answer = asksAPerson ? Console.ReadLine() ?? "" : "y";
        Console.WriteLine(asksAPerson ? "" : answer);
        return answer.Trim() == "y";
    }
}
