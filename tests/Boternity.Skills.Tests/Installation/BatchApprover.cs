using Boternity.Skills.Approval;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Tests.Installation;

/// <summary>Keeps what it is asked, and refuses one skill.</summary>
internal sealed class BatchApprover : ISkillApprover
{
    /// <summary>The id, or for a first install the version, that is refused; null for none.</summary>
    public string? Refused { get; set; }

    /// <summary>The ids of each question, and those that were asked about alone.</summary>
    public List<string> Questions { get; } = [];

    public ValueTask<SkillApproval> DecideAsync(
        SkillApprovalRequest request, CancellationToken cancellationToken = default)
    {
        Questions.Add($"alone: {IdOf(request)}");
        return new(Decide(request));
    }

    public ValueTask<IReadOnlyList<SkillApproval>> DecideAllAsync(
        IReadOnlyList<SkillApprovalRequest> requests, CancellationToken cancellationToken = default)
    {
        Questions.Add(string.Join(' ', requests.Select(IdOf)));
        return new([.. requests.Select(Decide)]);
    }

    private SkillApproval Decide(SkillApprovalRequest request) => IdOf(request) == Refused
        ? SkillApproval.Refuse("the test said so")
        : SkillApproval.Approve(SkillGrants.None);

    // A first install has no id in its question; its tests name the skills by their versions.
    private static string IdOf(SkillApprovalRequest request) =>
        request.Installed?.SkillId ?? request.Package.Manifest.Version ?? "";
}
