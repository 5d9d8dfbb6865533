using System.Diagnostics;
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
    /// <summary>Fetches and compiles a skill, and puts together what is to be decided.</summary>
    public async Task<PreparedAdmission> PrepareAsync(
        Activity? activity,
        SkillSource source,
        IReadOnlyList<SkillSource> alternatives,
        SkillInstallOptions options,
        IProgress<SkillInstallProgress>? progress,
        CancellationToken cancellationToken)
    {
        ISkillRegistry registry = RegistryOf(source);
        progress?.Report(new SkillInstallProgress
        {
            Step = SkillInstallStep.Fetching,
            Message = $"Fetching {source}",
        });
        SkillPackage package = await SkillTelemetry
            .StepAsync(
                "boternity.skills.install.fetch",
                () => progress is null
                    ? registry.FetchAsync(source, cancellationToken)
                    : registry.FetchAsync(source, new FetchProgress(source, progress), cancellationToken))
            .ConfigureAwait(false);
        SkillTelemetry.Describe(activity, package.Manifest.Name, package.Source);

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
                () => PrepareAsync(package, wasm, alternatives, options, registry.IsLocal, cancellationToken))
            .ConfigureAwait(false);
    }

    /// <summary>Asks whoever decides.</summary>
    public async Task<SkillApproval> DecideAsync(PreparedAdmission prepared, CancellationToken cancellationToken)
    {
        try
        {
            return await admission.DecideAsync(prepared, cancellationToken).ConfigureAwait(false);
        }
        catch (SkillException error)
        {
            await RecordRefusalAsync(prepared.Staged.Request.Package, error).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Records the answer, and stores the skill if it is yes.</summary>
    /// <exception cref="SkillTrustException">It was not approved.</exception>
    public async Task<InstalledSkill> FinishAsync(
        PreparedAdmission prepared,
        SkillApproval approval,
        IProgress<SkillInstallProgress>? progress,
        CancellationToken cancellationToken)
    {
        AdmissionResult admitted = await RecordAsync(prepared, approval).ConfigureAwait(false);
        SkillPackage package = prepared.Staged.Request.Package;
        progress?.Report(new SkillInstallProgress
        {
            Step = SkillInstallStep.Storing,
            Message = $"Storing {package.Manifest.Name}",
        });
        InstalledSkill installed = await SkillTelemetry
            .StepAsync("boternity.skills.install.store", () => StoreAsync(admitted, cancellationToken))
            .ConfigureAwait(false);

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
        return installed;
    }

    /// <summary>
    /// Makes or takes the program, and loads it once: what cannot be decoded or linked is not installed.
    /// </summary>
    private async Task<WasmBinary?> CompileAsync(SkillPackage package, CancellationToken cancellationToken)
    {
        try
        {
            WasmBinary? wasm = await compiler.CompileAsync(package, cancellationToken).ConfigureAwait(false);
            if (wasm is { Kind: not WasmBinaryKind.Stub } && engine is not null)
            {
                (await engine.LoadAsync(wasm, null, cancellationToken).ConfigureAwait(false)).Dispose();
            }

            return wasm;
        }
        catch (SkillException error)
        {
            await RecordRefusalAsync(package, error).ConfigureAwait(false);
            throw;
        }
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

    private async Task<PreparedAdmission> PrepareAsync(
        SkillPackage package,
        WasmBinary? wasm,
        IReadOnlyList<SkillSource> alternatives,
        SkillInstallOptions options,
        bool isLocal,
        CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<SkillScript> scripts = analyzer is null
                ? []
                : await analyzer.AnalyzeAsync(package, cancellationToken).ConfigureAwait(false);
            return await admission
                .PrepareAsync(package, wasm, scripts, alternatives, options, isLocal, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (SkillException error)
        {
            await RecordRefusalAsync(package, error).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<AdmissionResult> RecordAsync(PreparedAdmission prepared, SkillApproval approval)
    {
        bool isApproved = approval.IsApproved;
        SkillAuditAction action = isApproved ? SkillAuditAction.Approved : SkillAuditAction.Refused;
        string outcome = isApproved ? SkillTelemetry.Success : SkillErrorCodes.TrustNotApproved;
        SkillAuditEvent decided = audit.About(action, prepared.Staged.Skill, outcome) with
        {
            GrantsDigest = approval.Grants.ComputeDigest(),
            Signer = prepared.Signer?.Name,
            Detail = approval.Reason,
        };
        await audit.RecordAsync(decided).ConfigureAwait(false);
        SkillPackage package = prepared.Staged.Request.Package;
        return isApproved
            ? new AdmissionResult { Staged = prepared.Staged, Approval = approval, Signer = prepared.Signer }
            : throw new SkillTrustException(
                SkillErrorCodes.TrustNotApproved,
                package.Manifest.Name,
                $"'{package.Manifest.Name}' ({package.Source}) was not approved: {approval.Reason}");
    }

    private async Task<InstalledSkill> StoreAsync(AdmissionResult admitted, CancellationToken cancellationToken)
    {
        string outcome = SkillTelemetry.Success;
        try
        {
            return await store
                .CommitAsync(admitted.Staged, admitted.Approval.Grants, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception error)
        {
            outcome = SkillTelemetry.OutcomeOf(error);
            throw;
        }
        finally
        {
            await audit.RecordAsync(audit.About(SkillAuditAction.Installed, admitted.Staged.Skill, outcome) with
            {
                GrantsDigest = admitted.Approval.Grants.ComputeDigest(),
                Signer = admitted.Signer?.Name,
            }).ConfigureAwait(false);
        }
    }

    private ISkillRegistry RegistryOf(SkillSource source) =>
        registries.FirstOrDefault(r => string.Equals(r.Name, source.Registry, StringComparison.OrdinalIgnoreCase))
        ?? throw new SkillRegistryException(
            SkillErrorCodes.RegistryUnavailable, source.Registry, $"No registry is named '{source.Registry}'.");
}
