using Boternity.Skills.Approval;
using Boternity.Skills.Auditing;
using Boternity.Skills.Diagnostics;
using Boternity.Skills.Execution;
using Boternity.Skills.Manifests;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Installation;

/// <summary>
/// The steps of an install: from a source to what is to be decided, and from the answer to the store.
/// </summary>
internal sealed class InstallSteps(
    ISkillRegistry[] registries,
    IWasmCompiler compiler,
    ISkillStore store,
    SkillAdmission admission,
    AuditTrail audit,
    ILogger logger,
    IWasmEngine? engine,
    ScriptAnalyzer? analyzer)
{
    /// <summary>Fetches a skill.</summary>
    public Task<SkillPackage> FetchAsync(
        SkillSource source, IProgress<SkillInstallProgress>? progress, CancellationToken cancellationToken)
    {
        ISkillRegistry registry = RegistryOf(source);
        string message = $"Fetching {source}";
        progress?.Report(new SkillInstallProgress { Step = SkillInstallStep.Fetching, Message = message });
        return SkillTelemetry.StepAsync(
            "boternity.skills.install.fetch",
            () => progress is null
                ? registry.FetchAsync(source, cancellationToken)
                : registry.FetchAsync(
                    source, new FetchProgress(SkillInstallStep.Fetching, message, progress), cancellationToken));
    }

    /// <summary>Compiles a skill, and puts together what is to be decided.</summary>
    public async Task<PreparedAdmission> PrepareAsync(
        SkillPackage package,
        IReadOnlyList<SkillSource> alternatives,
        SkillInstallOptions options,
        IProgress<SkillInstallProgress>? progress,
        CancellationToken cancellationToken)
    {
        progress?.Report(new SkillInstallProgress
        {
            Step = SkillInstallStep.Compiling,
            Message = $"Compiling {package.Manifest.Name} ({package.Files.Count} files)",
        });
        WasmBinary? wasm = await SkillTelemetry
            .StepAsync("boternity.skills.install.compile", () => CompileAsync(package, cancellationToken))
            .ConfigureAwait(false);

        progress?.Report(new SkillInstallProgress
        {
            Step = SkillInstallStep.Approving,
            Message = $"Asking whether {package.Manifest.Name} may be installed",
            Diagnostic = wasm is { IsStub: true } ? StubDiagnostic(package) : null,
        });
        return await SkillTelemetry
            .StepAsync(
                "boternity.skills.install.approve",
                () => PrepareAsync(
                    package, wasm, alternatives, options, RegistryOf(package.Source).IsLocal, cancellationToken))
            .ConfigureAwait(false);
    }

    /// <summary>Asks whoever decides, about one skill or all of several at once, and records the answers.</summary>
    public Task<IReadOnlyList<SkillApproval>> DecideAsync(
        IReadOnlyList<PreparedAdmission> prepared, CancellationToken cancellationToken) =>
        prepared is [var one]
            ? DecideAsync(
                prepared,
                async () => [await admission.DecideAsync(one, cancellationToken).ConfigureAwait(false)])
            : DecideAllAsync(prepared, cancellationToken);

    /// <summary>The same, as of several, however many they are.</summary>
    public Task<IReadOnlyList<SkillApproval>> DecideAllAsync(
        IReadOnlyList<PreparedAdmission> prepared, CancellationToken cancellationToken) =>
        DecideAsync(prepared, () => admission.DecideAllAsync(prepared, cancellationToken));

    private async Task<IReadOnlyList<SkillApproval>> DecideAsync(
        IReadOnlyList<PreparedAdmission> prepared, Func<Task<IReadOnlyList<SkillApproval>>> decide)
    {
        IReadOnlyList<SkillApproval> approvals;
        try
        {
            approvals = await decide().ConfigureAwait(false);
        }
        catch (SkillException error)
        {
            foreach (PreparedAdmission one in prepared)
            {
                await RecordRefusalAsync(one.Staged.Request.Package, error).ConfigureAwait(false);
            }

            throw;
        }

        foreach ((PreparedAdmission one, SkillApproval approval) in prepared.Zip(approvals))
        {
            await RecordAsync(one, approval).ConfigureAwait(false);
        }

        return approvals;
    }

    /// <summary>Records an answer.</summary>
    private ValueTask RecordAsync(PreparedAdmission prepared, SkillApproval approval)
    {
        SkillAuditAction action = approval.IsApproved ? SkillAuditAction.Approved : SkillAuditAction.Refused;
        string outcome = approval.IsApproved ? SkillTelemetry.Success : SkillErrorCodes.TrustNotApproved;
        return audit.RecordAsync(audit.About(action, prepared.Staged.Skill, outcome) with
        {
            GrantsDigest = approval.Grants.ComputeDigest(),
            Signer = prepared.Signer?.Name,
            Detail = approval.Reason,
        });
    }

    /// <summary>Stores the skills that belong together, if the answer is yes for each.</summary>
    /// <returns>The skills, in their order.</returns>
    /// <exception cref="SkillTrustException">One was not approved; nothing is stored.</exception>
    public async Task<IReadOnlyList<InstalledSkill>> FinishAsync(
        IReadOnlyList<(PreparedAdmission Prepared, SkillApproval Approval)> decided,
        IProgress<SkillInstallProgress>? progress,
        CancellationToken cancellationToken)
    {
        foreach ((PreparedAdmission prepared, SkillApproval approval) in decided.Where(
            static one => !one.Approval.IsApproved))
        {
            SkillPackage package = prepared.Staged.Request.Package;
            throw new SkillTrustException(
                SkillErrorCodes.TrustNotApproved,
                package.Manifest.Name,
                $"'{package.Manifest.Name}' ({package.Source}) was not approved: {approval.Reason}");
        }

        foreach ((PreparedAdmission prepared, _) in decided)
        {
            progress?.Report(new SkillInstallProgress
            {
                Step = SkillInstallStep.Storing,
                Message = $"Storing {prepared.Staged.Skill.Name}",
            });
        }

        IReadOnlyList<InstalledSkill> all = await SkillTelemetry
            .StepAsync("boternity.skills.install.store", () => StoreAsync(decided, cancellationToken))
            .ConfigureAwait(false);
        foreach (InstalledSkill installed in all)
        {
            string kind = installed.WasmKind?.ToString() ?? nameof(SkillType.Prompt);
            if (installed.IsStub)
            {
                InstallLog.Stub(logger, installed.SkillId, installed.Source);
            }

            InstallLog.Installed(logger, installed.Source, installed.SkillId, installed.TrustTier, kind);
            progress?.Report(new SkillInstallProgress
            {
                Step = SkillInstallStep.Installed,
                Message = $"Installed {installed.Name} in {installed.RootPath}",
            });
        }

        return all;
    }

    /// <summary>Does something about a skill, and records where it was refused.</summary>
    public async Task<T> RecordRefusalAsync<T>(SkillPackage package, Func<Task<T>> step)
    {
        try
        {
            return await step().ConfigureAwait(false);
        }
        catch (SkillException error)
        {
            await RecordRefusalAsync(package, error).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Makes or takes the program, and loads it once: what cannot be decoded or linked is not installed.
    /// </summary>
    private Task<WasmBinary?> CompileAsync(SkillPackage package, CancellationToken cancellationToken)
    {
        return RecordRefusalAsync(package, async () =>
        {
            WasmBinary? wasm = await compiler.CompileAsync(package, cancellationToken).ConfigureAwait(false);
            if (wasm is { Kind: not WasmBinaryKind.Stub } && engine is not null)
            {
                (await engine.LoadAsync(wasm, null, cancellationToken).ConfigureAwait(false)).Dispose();
            }

            return wasm;
        });
    }

    private static SkillDiagnostic StubDiagnostic(SkillPackage package) => new()
    {
        Code = SkillDiagnosticCodes.ProgramMissing,
        Severity = SkillDiagnosticSeverity.Warning,
        Message =
            $"{package.Manifest.Name} is a tool skill and brings no {SkillPackage.WasmFileName}: a stub answers with "
                + $"its own text.",
        Line = 1,
        Column = 1,
    };

    private ValueTask RecordRefusalAsync(SkillPackage package, SkillException error)
    {
        SkillAuditEvent refused = audit.About(
            SkillAuditAction.Refused, package.Source, package.Manifest.Name, error.Code);
        return audit.RecordAsync(refused with { Detail = error.Message });
    }

    private Task<PreparedAdmission> PrepareAsync(
        SkillPackage package,
        WasmBinary? wasm,
        IReadOnlyList<SkillSource> alternatives,
        SkillInstallOptions options,
        bool isLocal,
        CancellationToken cancellationToken) =>
        RecordRefusalAsync(package, async () =>
        {
            IReadOnlyList<SkillScript> scripts = analyzer is null
                ? []
                : await analyzer.AnalyzeAsync(package, cancellationToken).ConfigureAwait(false);
            return await admission
                .PrepareAsync(package, wasm, scripts, alternatives, options, isLocal, cancellationToken)
                .ConfigureAwait(false);
        });

    private async Task<IReadOnlyList<InstalledSkill>> StoreAsync(
        IReadOnlyList<(PreparedAdmission Prepared, SkillApproval Approval)> decided,
        CancellationToken cancellationToken)
    {
        string outcome = SkillTelemetry.Success;
        try
        {
            return decided is [var one]
                ? [
                    await store
                        .CommitAsync(one.Prepared.Staged, one.Approval.Grants, cancellationToken)
                        .ConfigureAwait(false),
                ]
                : await store
                    .CommitAsync(
                        [
                            .. decided.Select(static one => new SkillCommit
                            {
                                Staged = one.Prepared.Staged,
                                Grants = one.Approval.Grants,
                            }),
                        ],
                        cancellationToken)
                    .ConfigureAwait(false);
        }
        catch (Exception error)
        {
            outcome = SkillTelemetry.OutcomeOf(error);
            throw;
        }
        finally
        {
            foreach ((PreparedAdmission prepared, SkillApproval approval) in decided)
            {
                await audit.RecordAsync(audit.About(SkillAuditAction.Installed, prepared.Staged.Skill, outcome) with
                {
                    GrantsDigest = approval.Grants.ComputeDigest(),
                    Signer = prepared.Signer?.Name,
                }).ConfigureAwait(false);
            }
        }
    }

    private ISkillRegistry RegistryOf(SkillSource source) =>
        registries.FirstOrDefault(r => string.Equals(r.Name, source.Registry, StringComparison.OrdinalIgnoreCase))
        ?? throw new SkillRegistryException(
            SkillErrorCodes.RegistryUnavailable, source.Registry, $"No registry is named '{source.Registry}'.");
}
