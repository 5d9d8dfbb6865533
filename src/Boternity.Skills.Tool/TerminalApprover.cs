using System.Globalization;
using Boternity.Skills.Approval;
using Boternity.Skills.Grants;
using Boternity.Skills.Text;

namespace Boternity.Skills.Tool;

/// <summary>
/// Asks the person at the terminal; where there is none, or <c>--yes</c> was said, the policy file decides.
/// </summary>
internal sealed class TerminalApprover(ToolPolicy? policy, SkillGrants? asked, bool asksNobody) : ISkillApprover
{
    private const string ByPerson = "approved at the terminal";
    private const string RefusedByPerson = "the person at the terminal said no";

    public async ValueTask<SkillApproval> DecideAsync(
        SkillApprovalRequest request, CancellationToken cancellationToken = default)
    {
        if (DecideWithoutPerson(request) is { } decided)
        {
            return decided;
        }

        await ShowAsync(request);
        return await AskAsync("Install it? [y/N] ", cancellationToken) is "y" or "Y" or "yes"
            ? SkillApproval.Approve(GrantsOf(request), ByPerson)
            : SkillApproval.Refuse(RefusedByPerson);
    }

    public async ValueTask<IReadOnlyList<SkillApproval>> DecideAllAsync(
        IReadOnlyList<SkillApprovalRequest> requests, CancellationToken cancellationToken = default)
    {
        SkillApproval?[] answers = [.. requests.Select(DecideWithoutPerson)];
        SkillApprovalRequest[] open = [.. requests.Where((_, i) => answers[i] is null)];
        if (open.Length == 0)
        {
            return [.. answers.Select(static answer => answer!)];
        }

        foreach ((int i, SkillApprovalRequest request) in open.Index())
        {
            await Console.Error.WriteLineAsync($"{i + 1} of {open.Length}:");
            await ShowAsync(request);
        }

        string? answer = open.Length == 1
            ? await AskAsync("Install it? [y/N] ", cancellationToken)
            : await AskAsync(
                $"Install all {open.Length}? [y/N, or the numbers of those to install] ", cancellationToken);
        HashSet<int> chosen = Chosen(answer, open.Length);
        int position = 0;
        return
        [
            .. answers.Select((decided, i) => decided ?? (chosen.Contains(++position)
                ? SkillApproval.Approve(GrantsOf(requests[i]), ByPerson)
                : SkillApproval.Refuse(RefusedByPerson))),
        ];
    }

    // "y", or numbers such as "1 3"; a word that is neither chooses nothing.
    private static HashSet<int> Chosen(string? answer, int count)
    {
        if (answer is "y" or "Y" or "yes")
        {
            return [.. Enumerable.Range(1, count)];
        }

        HashSet<int> numbers = [];
        foreach (string word in (answer ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                return [];
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private SkillApproval? DecideWithoutPerson(SkillApprovalRequest request)
    {
        SkillGrants? allowed = policy?.Find(request.Package.Source);
        if (allowed is not null)
        {
            return SkillApproval.Approve(allowed, "allowed by the policy file");
        }

        return asksNobody || Console.IsInputRedirected || Console.IsErrorRedirected
            ? SkillApproval.Refuse(
                policy is null
                    ? "nobody can be asked here; name a policy file with --policy, or run it in a terminal"
                    : "the policy file does not allow it")
            : null;
    }

    // What was said on the command line is for the skill that was named there, not for what comes with it.
    private SkillGrants GrantsOf(SkillApprovalRequest request) =>
        request.NeededBy.Count == 0 ? asked ?? SkillGrants.None : SkillGrants.None;

    private async Task ShowAsync(SkillApprovalRequest request)
    {
        SkillGrants grants = GrantsOf(request);
        foreach (string line in request.Describe())
        {
            await Console.Error.WriteLineAsync($"  {line}");
        }

        foreach (string line in grants.IsEmpty
            ? ["would be granted nothing: it can compute, and nothing else"]
            : grants.Describe())
        {
            await Console.Error.WriteLineAsync($"  {DisplayText.OneLine(line)}");
        }
    }

    // The terminal gives a line or nothing; an interrupt ends the wait for it.
    private static async Task<string?> AskAsync(string question, CancellationToken cancellationToken)
    {
        await Console.Error.WriteAsync(question);
        string? answer = await Task.Run(Console.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
        return answer?.Trim();
    }
}
