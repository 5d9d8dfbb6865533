using System.Diagnostics;
using Boternity.Skills.Approval;
using Boternity.Skills.Auditing;
using Boternity.Skills.Dependencies;
using Boternity.Skills.Diagnostics;
using Boternity.Skills.Execution;
using Boternity.Skills.Registries.Addresses;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Installation;

/// <summary>The default installer: registries, then compiler, then whoever has a say, then store.</summary>
internal sealed class SkillInstaller : ISkillInstaller
{
    private readonly ReferenceResolver _resolver;
    private readonly InstallSteps _steps;
    private readonly ISkillStore _store;
    private readonly DependencyLimits _limits;
    private readonly Func<Func<SkillSource, CancellationToken, Task<SkillPackage>>, DependencyFinder> _createFinder;
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
        AddressRegistries? addresses = null,
        IOptions<BoternitySkillsOptions>? options = null)
    {
        ISkillRegistry[] added = [.. registries];
        ISkillRegistry[] addressed = [.. addresses?.All ?? []];
        BoternitySkillsOptions settings = options?.Value ?? new BoternitySkillsOptions();
        _limits = new DependencyLimits(settings.MaxDependencies, settings.MaxDependencyDepth);
        _store = store;
        _createFinder = fetch => new DependencyFinder(added, addressed, store, fetch);
        _resolver = new ReferenceResolver(added, addressed);
        _time = time;
        _logger = logger;
        _steps = new InstallSteps(
            [.. added, .. addressed],
            compiler,
            store,
            admission,
            new AuditTrail(audit, time),
            logger,
            engine,
            analyzer);
        if (added
            .Concat(addressed)
            .GroupBy(r => r.Name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Two registries are named '{twice.Key}'.", nameof(registries));
        }
    }

    /// <summary>Gets or sets the most bytes of the skills that one question to the approver is about.</summary>
    internal long MaxBytesAtOnce { get; set; } = InstallBatch.MaxBytes;

    /// <inheritdoc/>
    public Task<DiscoveredSkill> ResolveAsync(
        SkillReference reference, SkillInstallOptions? options = null, CancellationToken cancellationToken = default) =>
        ResolveAsync(reference, options, null, cancellationToken);

    private async Task<DiscoveredSkill> ResolveAsync(
        SkillReference reference,
        SkillInstallOptions? options,
        IProgress<SkillInstallProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        options ??= new SkillInstallOptions();
        FetchProgress? download = progress is null
            ? null
            : new FetchProgress(SkillInstallStep.Resolving, MessageOf(reference), progress);
        DiscoveredSkill skill = await _resolver
            .ResolveAsync(reference, options, download, cancellationToken)
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
            Message = MessageOf(reference),
        });
        DiscoveredSkill skill = await ResolveAsync(reference, options, progress, cancellationToken)
            .ConfigureAwait(false);
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
            InstallPlanner planner = Planner(progress);
            InstallGroup group = await planner
                .PrepareAsync(activity, source, alternatives, options ?? new SkillInstallOptions(), cancellationToken)
                .ConfigureAwait(false);
            PreparedAdmission[] asked = [.. group.InQuestion.Select(node => planner[node])];
            IReadOnlyList<SkillApproval> approvals = await _steps.DecideAsync(asked, cancellationToken)
                .ConfigureAwait(false);
            List<(PreparedAdmission Prepared, SkillApproval Approval)> decided = [.. asked.Zip(approvals)];
            IReadOnlyList<InstalledSkill> installed = await _steps
                .FinishAsync([.. decided.Skip(1).Append(decided[0])], progress, cancellationToken)
                .ConfigureAwait(false);
            return installed[^1];
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

    /// <inheritdoc/>
    public async Task<SkillBatchResult> InstallAsync(
        IReadOnlyList<SkillReference> references,
        SkillInstallOptions? options = null,
        IProgress<SkillInstallProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(references);
        options ??= new SkillInstallOptions();
        if (references.Count > 1 && (options.SkillId is not null || options.ExpectedContentDigest is not null))
        {
            throw new ArgumentException("An id or a content digest is for one skill.", nameof(options));
        }

        InstallBatch batch = Batch(SkillFailureMode.Continue, progress);
        HashSet<SkillSource> sources = [];
        foreach (SkillReference reference in references)
        {
            await batch.AddAsync(reference.Text, () => FindAsync(reference), cancellationToken).ConfigureAwait(false);
        }

        await batch.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return batch.Result;

        async Task<BatchItem?> FindAsync(SkillReference reference)
        {
            DiscoveredSkill skill = await ResolveAsync(reference, options, progress, cancellationToken)
                .ConfigureAwait(false);
            return sources.Add(skill.Source) ? new BatchItem(skill.Source, skill.Alternatives, options) : null;
        }
    }

    /// <inheritdoc/>
    public async Task<SkillBatchResult> InstallAllAsync(
        IReadOnlyList<SkillInstallRequest> requests,
        SkillFailureMode onFailure = SkillFailureMode.Continue,
        IProgress<SkillInstallProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        InstallBatch batch = Batch(onFailure, progress);
        foreach (SkillInstallRequest request in requests)
        {
            var item = new BatchItem(request.Source, [], request.Options, request.SkipUnchanged);
            await batch
                .AddAsync(request.Name, () => Task.FromResult<BatchItem?>(item), cancellationToken)
                .ConfigureAwait(false);
        }

        await batch.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return batch.Result;
    }

    private static string MessageOf(SkillReference reference) => $"Looking for {reference}";

    private InstallBatch Batch(SkillFailureMode onFailure, IProgress<SkillInstallProgress>? progress) =>
        new(_steps, () => Planner(progress), _time, onFailure, progress) { MaxBytesAtOnce = MaxBytesAtOnce };

    private InstallPlanner Planner(IProgress<SkillInstallProgress>? progress) =>
        new(_steps, _store, _createFinder, _limits, progress);
}
