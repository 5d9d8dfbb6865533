using System.Diagnostics;
using Boternity.Skills.Approval;
using Boternity.Skills.Auditing;
using Boternity.Skills.Diagnostics;
using Boternity.Skills.Execution;
using Boternity.Skills.Manifests;
using Boternity.Skills.Registries.Addresses;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Installation;

/// <summary>The default installer: registries, then compiler, then whoever has a say, then store.</summary>
internal sealed class SkillInstaller : ISkillInstaller
{
    private readonly ISkillRegistry[] _registries;
    private readonly ReferenceResolver _resolver;
    private readonly IWasmCompiler _compiler;
    private readonly IWasmEngine? _engine;
    private readonly ISkillStore _store;
    private readonly SkillAdmission _admission;
    private readonly ScriptAnalyzer? _analyzer;
    private readonly AuditTrail _audit;
    private readonly TimeProvider _time;
    private readonly ILogger<SkillInstaller> _logger;

    /// <summary>
    /// Creates an installer. Without an audit nothing is recorded; without an engine programs are not loaded to see
    /// whether they can be.
    /// </summary>
    /// <exception cref="ArgumentException">Two registries have the same name.</exception>
    public SkillInstaller(
        IEnumerable<ISkillRegistry> registries,
        IWasmCompiler compiler,
        ISkillStore store,
        SkillAdmission admission,
        TimeProvider time,
        ILogger<SkillInstaller> logger,
        ISkillAudit? audit = null,
        IWasmEngine? engine = null,
        ScriptAnalyzer? analyzer = null,
        AddressRegistries? addresses = null)
    {
        _analyzer = analyzer;
        _engine = engine;
        ISkillRegistry[] added = [.. registries];
        ISkillRegistry[] addressed = [.. addresses?.All ?? []];
        _registries = [.. added, .. addressed];
        _resolver = new ReferenceResolver(added, addressed);
        _compiler = compiler;
        _store = store;
        _admission = admission;
        _audit = new AuditTrail(audit, time);
        _time = time;
        _logger = logger;
        if (_registries
            .GroupBy(r => r.Name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Two registries are named '{twice.Key}'.", nameof(registries));
        }
    }

    /// <inheritdoc/>
    public async Task<DiscoveredSkill> ResolveAsync(
        SkillReference reference, SkillInstallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        options ??= new SkillInstallOptions();
        DiscoveredSkill skill = await _resolver
            .ResolveAsync(reference, options, cancellationToken)
            .ConfigureAwait(false);
        InstallLog.Resolved(_logger, reference.Text, skill.Source);
        if (skill.Alternatives.Count > 0)
        {
            InstallLog.Chosen(_logger, reference.Text, skill.Source, skill.Alternatives);
        }

        return skill;
    }

    /// <inheritdoc/>
    public async Task<InstalledSkill> InstallAsync(
        SkillReference reference,
        SkillInstallOptions? options = null,
        IProgress<SkillInstallProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        progress?.Report(new SkillInstallProgress
        {
            Step = SkillInstallStep.Resolving,
            Message = $"Looking for {reference}",
        });
        DiscoveredSkill skill = await ResolveAsync(reference, options, cancellationToken).ConfigureAwait(false);
        if (skill.Alternatives.Count > 0)
        {
            progress?.Report(new SkillInstallProgress
            {
                Step = SkillInstallStep.Resolving,
                Message = $"{reference} is taken from {skill.Source}; also in {string.Join(", ", skill.Alternatives)}",
            });
        }

        return await InstallAsync(skill.Source, skill.Alternatives, options, progress, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<InstalledSkill> InstallAsync(
        SkillSource source,
        SkillInstallOptions? options = null,
        IProgress<SkillInstallProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        InstallAsync(source, [], options, progress, cancellationToken);

    private async Task<InstalledSkill> InstallAsync(
        SkillSource source,
        IReadOnlyList<SkillSource> alternatives,
        SkillInstallOptions? options,
        IProgress<SkillInstallProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        using Activity? activity = SkillTelemetry.Activities.StartActivity("boternity.skills.install");
        activity?.SetTag("gen_ai.skill.source.uri", source.ToString());
        long started = _time.GetTimestamp();
        string outcome = SkillTelemetry.Success;
        try
        {
            return await RunStepsAsync(
                activity, source, alternatives, options ?? new SkillInstallOptions(), progress, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            outcome = SkillTelemetry.OutcomeOf(exception);
            SkillTelemetry.Fail(activity, exception);
            throw;
        }
        finally
        {
            SkillTelemetry.RecordInstall(outcome, _time.GetElapsedTime(started));
        }
    }

    private async Task<InstalledSkill> RunStepsAsync(
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
        AdmissionResult admitted = await SkillTelemetry
            .StepAsync(
                "boternity.skills.install.approve",
                () => AdmitAsync(package, wasm, alternatives, options, registry.IsLocal, cancellationToken))
            .ConfigureAwait(false);

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
            InstallLog.Stub(_logger, installed.SkillId, installed.Source);
        }

        InstallLog.Installed(_logger, installed.Source, installed.SkillId, installed.TrustTier, kind);
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
            WasmBinary? wasm = await _compiler.CompileAsync(package, cancellationToken).ConfigureAwait(false);
            if (wasm is { Kind: not WasmBinaryKind.Stub } && _engine is not null)
            {
                (await _engine.LoadAsync(wasm, null, cancellationToken).ConfigureAwait(false)).Dispose();
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
        SkillAuditEvent refused = _audit.About(
            SkillAuditAction.Refused, package.Source, package.Manifest.Name, error.Code);
        return _audit.RecordAsync(refused with { Detail = error.Message });
    }

    private async Task<AdmissionResult> AdmitAsync(
        SkillPackage package,
        WasmBinary? wasm,
        IReadOnlyList<SkillSource> alternatives,
        SkillInstallOptions options,
        bool isLocal,
        CancellationToken cancellationToken)
    {
        AdmissionResult admitted;
        try
        {
            IReadOnlyList<SkillScript> scripts = _analyzer is null
                ? []
                : await _analyzer.AnalyzeAsync(package, cancellationToken).ConfigureAwait(false);
            admitted = await _admission
                .AdmitAsync(package, wasm, scripts, alternatives, options, isLocal, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (SkillException error)
        {
            await RecordRefusalAsync(package, error).ConfigureAwait(false);
            throw;
        }

        bool isApproved = admitted.Approval.IsApproved;
        SkillAuditAction action = isApproved ? SkillAuditAction.Approved : SkillAuditAction.Refused;
        string outcome = isApproved ? SkillTelemetry.Success : SkillErrorCodes.TrustNotApproved;
        SkillAuditEvent decided = _audit.About(action, admitted.Staged.Skill, outcome) with
        {
            GrantsDigest = admitted.Approval.Grants.ComputeDigest(),
            Signer = admitted.Signer?.Name,
            Detail = admitted.Approval.Reason,
        };
        await _audit.RecordAsync(decided).ConfigureAwait(false);
        return isApproved ? admitted : throw new SkillTrustException(
            SkillErrorCodes.TrustNotApproved,
            package.Manifest.Name,
            $"'{package.Manifest.Name}' ({package.Source}) was not approved: {admitted.Approval.Reason}");
    }

    private async Task<InstalledSkill> StoreAsync(AdmissionResult admitted, CancellationToken cancellationToken)
    {
        string outcome = SkillTelemetry.Success;
        try
        {
            return await _store
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
            await _audit.RecordAsync(_audit.About(SkillAuditAction.Installed, admitted.Staged.Skill, outcome) with
            {
                GrantsDigest = admitted.Approval.Grants.ComputeDigest(),
                Signer = admitted.Signer?.Name,
            }).ConfigureAwait(false);
        }
    }

    private ISkillRegistry RegistryOf(SkillSource source) =>
        _registries.FirstOrDefault(r => string.Equals(r.Name, source.Registry, StringComparison.OrdinalIgnoreCase))
        ?? throw new SkillRegistryException(
            SkillErrorCodes.RegistryUnavailable, source.Registry, $"No registry is named '{source.Registry}'.");
}
