using Boternity.Skills.Grants;
using Boternity.Skills.Scanning;
using Boternity.Skills.Signing;
using Boternity.Skills.Storage;
using Boternity.Skills.Text;

namespace Boternity.Skills.Approval;

/// <summary>
/// Decides whether a fetched skill may be installed, and with what: who signed it, the host's policy, the scanner's
/// findings, and the approver's answer, which is bound to the content that was shown.
/// </summary>
internal sealed class SkillAdmission
{
    private readonly ISkillVerifier _verifier;
    private readonly ISkillTrustPolicy _policy;
    private readonly ISkillScanner _scanner;
    private readonly ISkillApprover _approver;
    private readonly ISkillStore _store;
    private readonly ISkillGrantStore _grants;

    /// <summary>Creates the gate.</summary>
    public SkillAdmission(
        ISkillVerifier verifier,
        ISkillTrustPolicy policy,
        ISkillScanner scanner,
        ISkillApprover approver,
        ISkillStore store,
        ISkillGrantStore grants)
    {
        _verifier = verifier;
        _policy = policy;
        _scanner = scanner;
        _approver = approver;
        _store = store;
        _grants = grants;
    }

    /// <summary>Asks everyone who has a say but the approver, and puts together what that one is asked.</summary>
    /// <param name="package">What was fetched.</param>
    /// <param name="wasm">What it was compiled to.</param>
    /// <param name="scripts">What is known of its scripts.</param>
    /// <param name="alternatives">Where else the reference could have meant.</param>
    /// <param name="options">What the host said about this install.</param>
    /// <param name="isLocal">Whether the skill comes from a directory of this machine.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    /// <exception cref="SkillSignatureException">It has a signature that does not hold.</exception>
    /// <exception cref="SkillTrustException">The policy wants another signer.</exception>
    /// <exception cref="SkillConflictException">Another source's skill has the id.</exception>
    internal async Task<PreparedAdmission> PrepareAsync(
        SkillPackage package,
        WasmBinary? wasm,
        IReadOnlyList<SkillScript> scripts,
        IReadOnlyList<SkillSource> alternatives,
        SkillInstallOptions options,
        bool isLocal,
        CancellationToken cancellationToken)
    {
        SkillSigner? signer = await _verifier.FindSignerAsync(package, cancellationToken).ConfigureAwait(false);
        SkillTrustDecision trust = _policy.Decide(
            new SkillTrustSubject
            {
                Source = package.Source,
                Manifest = package.Manifest,
                Signer = signer,
                IsLocalDirectory = isLocal,
            });
        if (options.TrustTier is { } tier)
        {
            trust = new SkillTrustDecision { Tier = tier, Reason = "the host said so for this install" };
        }

        var request = new SkillStoreRequest
        {
            Package = package,
            Wasm = wasm,
            Scripts = scripts,
            TrustTier = trust.Tier,
            SkillId = options.SkillId,
            Conflict = options.Conflict,
            IsDependency = options.IsDependency,
            ExpectedContentDigest = options.ExpectedContentDigest,
        };
        StagedSkill staged = await _store.StageAsync(request, cancellationToken).ConfigureAwait(false);
        SkillApprovalRequest question = await BuildApprovalRequestAsync(staged, trust, signer, cancellationToken)
            .ConfigureAwait(false);
        return new PreparedAdmission
        {
            Staged = staged,
            Signer = signer,
            Question = question with { Alternatives = alternatives },
        };
    }

    /// <summary>Asks the approver; one that does not look at the token is not waited for.</summary>
    internal Task<SkillApproval> DecideAsync(PreparedAdmission prepared, CancellationToken cancellationToken) =>
        _approver.DecideAsync(prepared.Question, cancellationToken).AsTask().WaitAsync(cancellationToken);

    /// <summary>Asks the approver about several skills at once; the answers are in their order.</summary>
    /// <exception cref="SkillTrustException">The approver gave another number of answers.</exception>
    internal async Task<IReadOnlyList<SkillApproval>> DecideAllAsync(
        IReadOnlyList<PreparedAdmission> prepared, CancellationToken cancellationToken)
    {
        IReadOnlyList<SkillApproval> answers = await _approver
            .DecideAllAsync([.. prepared.Select(static one => one.Question)], cancellationToken)
            .AsTask()
            .WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        return answers.Count == prepared.Count
            ? answers
            : throw new SkillTrustException(
                SkillErrorCodes.TrustNotApproved,
                prepared[0].Staged.Skill.Name,
                $"The approver was asked about {prepared.Count} skills and gave {answers.Count} answers.");
    }

    private async Task<SkillApprovalRequest> BuildApprovalRequestAsync(
        StagedSkill staged, SkillTrustDecision trust, SkillSigner? signer, CancellationToken cancellationToken)
    {
        SkillPackage package = staged.Request.Package;
        InstalledSkill skill = staged.Skill;
        IReadOnlyList<string> others = await _store
            .FindSimilarNamesAsync(skill.Name, skill.SkillId, cancellationToken)
            .ConfigureAwait(false);
        return new SkillApprovalRequest
        {
            Package = package,
            ContentDigest = skill.ContentDigest,
            Trust = trust,
            Signer = signer,
            IsStub = skill.IsStub,
            Scripts = skill.Scripts,
            Findings =
            [
                .. package.RegistryWarnings.Select(FindingOf),
                .. await _scanner.ScanAsync(package, others, cancellationToken).ConfigureAwait(false),
            ],
            Installed = staged.Installed,
            InstalledGrants = staged.Installed is { } installed
                ? await _grants.GetAsync(installed, cancellationToken).ConfigureAwait(false)
                : SkillGrants.None,
            Difference = staged.Installed is { } before ? SkillDifference.Between(before, skill) : null,
        };
    }

    private static SkillFinding FindingOf(SkillRegistryWarning warning) => new()
    {
        Rule = SkillErrorCodes.RegistrySkillFlagged,
        Severity = warning.IsSuspicion ? SkillFindingSeverity.Danger : SkillFindingSeverity.Warning,
        File = SkillPackage.ManifestFileName,
        Message = DisplayText.OneLine(warning.Message),
    };
}
