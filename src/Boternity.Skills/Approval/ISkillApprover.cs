namespace Boternity.Skills.Approval;

/// <summary>
/// Asks whoever decides whether a skill may be installed, and what it is granted. The default approves and grants
/// nothing: the text of a skill can be used, capabilities cannot. Safe for concurrent use.
/// </summary>
public interface ISkillApprover
{
    /// <summary>The answer. It holds for the content that was shown and for no other.</summary>
    ValueTask<SkillApproval> DecideAsync(SkillApprovalRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// The answers for several skills that are to be installed together, so that a person is asked once and sees them
    /// all; one for each, in their order. An approver that does not implement it is asked about one after the other.
    /// </summary>
    async ValueTask<IReadOnlyList<SkillApproval>> DecideAllAsync(
        IReadOnlyList<SkillApprovalRequest> requests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        List<SkillApproval> answers = [];
        foreach (SkillApprovalRequest request in requests)
        {
            answers.Add(await DecideAsync(request, cancellationToken).ConfigureAwait(false));
        }

        return answers;
    }
}
