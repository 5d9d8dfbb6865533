using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Boternity.Skills.Approval;
using Boternity.Skills.Grants;
using Microsoft.Extensions.AI;

namespace Boternity.Skills.Extensions.AI;

/// <summary>
/// Asks the person in the chat before a skill is installed. An install is first refused and remembered; the model may
/// then call <c>confirm_skill_install</c>, a function that needs a person's approval, and the host shows that person
/// what <see cref="Describe"/> says, which is the host's text and not the model's. What is approved is bound to the
/// digest of the content, and to the grants that were shown. Safe for concurrent use.
/// </summary>
public sealed class ChatSkillApprover : ISkillApprover
{
    /// <summary>The most installs that wait for an answer; the oldest is forgotten first.</summary>
    public const int MaxPending = 20;

    private readonly Lock _gate = new();
    private readonly Func<SkillApprovalRequest, SkillGrants> _proposeGrants;
    private readonly OrderedDictionary<string, Pending> _pending = new(StringComparer.Ordinal);
    private readonly AsyncLocal<string?> _confirmed = new();
    private readonly AsyncLocal<Preparation?> _preparation = new();

    /// <summary>Creates the approver.</summary>
    /// <param name="proposeGrants">What a skill would be granted, which the person is shown; null for nothing.</param>
    public ChatSkillApprover(Func<SkillApprovalRequest, SkillGrants>? proposeGrants = null) =>
        _proposeGrants = proposeGrants ?? (static _ => SkillGrants.None);

    /// <inheritdoc/>
    public async ValueTask<SkillApproval> DecideAsync(
        SkillApprovalRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return (await DecideAllAsync([request], cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>
    /// The answers for several skills: a skill and what is installed with it because it needs it are one approval.
    /// </summary>
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SkillApproval>> DecideAllAsync(
        IReadOnlyList<SkillApprovalRequest> requests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        List<SkillApproval> answers = [];
        for (int from = 0; from < requests.Count;)
        {
            int count = 1;
            while (from + count < requests.Count && requests[from + count].NeededBy.Count > 0)
            {
                count++;
            }

            answers.AddRange(Decide([.. requests.Skip(from).Take(count)]));
            from += count;
        }

        return new(answers);
    }

    private IEnumerable<SkillApproval> Decide(SkillApprovalRequest[] requests)
    {
        string id = IdOf(requests);
        lock (_gate)
        {
            if (_confirmed.Value == id && _pending.TryGetValue(id, out Pending? confirmed)
                && confirmed.Skills.Select(static one => one.Request.ContentDigest)
                    .SequenceEqual(requests.Select(static one => one.ContentDigest)))
            {
                _pending.Remove(id);
                return confirmed.Skills.Select(static one =>
                    SkillApproval.Approve(one.Grants, "approved by a person in the chat"));
            }

            _pending[id] = new Pending([.. requests.Select(one => (one, _proposeGrants(one)))]);
            _preparation.Value?.ApprovalId = id;
            while (_pending.Count > MaxPending)
            {
                _pending.RemoveAt(0);
            }
        }

        return requests.Select(
            _ => SkillApproval.Refuse($"a person must approve it in the chat (approval {id})"));
    }

    /// <summary>What a person must be shown before they answer a request for approval.</summary>
    /// <param name="request">The request of the chat client or agent.</param>
    /// <returns>The lines; null where the request is not about installing a skill, or no longer waits.</returns>
    public IReadOnlyList<string>? Describe(ToolApprovalRequestContent request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.ToolCall is not FunctionCallContent { Name: SkillInstallTools.ConfirmName } call
            || call.Arguments?.TryGetValue(SkillInstallTools.ApprovalId, out object? value) != true)
        {
            return null;
        }

        return TryFind(value?.ToString(), out Pending? pending)
            ? [
                pending.Skills.Count == 1 ? "Install this skill?" : "Install these skills?",
                .. pending.Skills.SelectMany(static one => (string[])
                [
                    .. one.Request.Describe(),
                    .. one.Grants.IsEmpty
                        ? ["it would be granted nothing: it can compute, and nothing else"]
                        : one.Grants.Describe().Select(static line => $"granted: {line}"),
                ]),
            ]
            : null;
    }

    internal static string IdOf(params IReadOnlyList<SkillApprovalRequest> requests)
    {
        string digests = string.Join(' ', requests.Select(static request => request.ContentDigest));
        string digest = requests.Count == 1
            ? digests
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(digests)));
        return digest[..Math.Min(16, digest.Length)];
    }

    /// <summary>What waits for an answer, as a model may see it.</summary>
    internal IReadOnlyList<string>? DescribeForModel(string id) =>
        TryFind(id, out Pending? pending)
            ? [.. pending.Skills.SelectMany(static one => one.Request.Describe())]
            : null;

    /// <summary>Remembers which approval an install that follows waits for.</summary>
    internal Preparation Prepare() => _preparation.Value = new Preparation();

    /// <summary>Installs what was approved: the same content, or nothing.</summary>
    internal async Task<InstalledSkill?> ConfirmAsync(
        string id, ISkillInstaller installer, CancellationToken cancellationToken)
    {
        if (!TryFind(id, out Pending? pending))
        {
            return null;
        }

        _confirmed.Value = id;
        return await installer
            .InstallAsync(
                pending.Skills[0].Request.Package.Source,
                new SkillInstallOptions { ExpectedContentDigest = pending.Skills[0].Request.ContentDigest },
                null,
                cancellationToken)
            .ConfigureAwait(false);
    }

    private bool TryFind(string? id, [NotNullWhen(true)] out Pending? pending)
    {
        lock (_gate)
        {
            return _pending.TryGetValue(id ?? "", out pending);
        }
    }

    /// <summary>The approval that an install waits for; null where it waits for none.</summary>
    internal sealed class Preparation
    {
        public string? ApprovalId { get; set; }
    }

    private sealed record Pending(IReadOnlyList<(SkillApprovalRequest Request, SkillGrants Grants)> Skills);
}
