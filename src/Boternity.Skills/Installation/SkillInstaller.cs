using System.Diagnostics;
using Boternity.Skills.Approval;
using Boternity.Skills.Auditing;
using Boternity.Skills.Diagnostics;
using Boternity.Skills.Execution;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries.Addresses;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Installation;

/// <summary>The default installer: registries, then compiler, then whoever has a say, then store.</summary>
internal sealed class SkillInstaller : ISkillInstaller
{
    private const long MaxBatchBytes = 512L * 1024 * 1024;

    private readonly ReferenceResolver _resolver;
    private readonly SkillAdmission _admission;
    private readonly InstallSteps _steps;
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
        ISkillRegistry[] added = [.. registries];
        ISkillRegistry[] addressed = [.. addresses?.All ?? []];
        _resolver = new ReferenceResolver(added, addressed);
        _admission = admission;
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
            PreparedAdmission prepared = await _steps
                .PrepareAsync(
                    activity, source, alternatives, options ?? new SkillInstallOptions(), progress, cancellationToken)
                .ConfigureAwait(false);
            SkillApproval approval = await _steps.DecideAsync(prepared, cancellationToken).ConfigureAwait(false);
            return await _steps.FinishAsync(prepared, approval, progress, cancellationToken).ConfigureAwait(false);
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

        var batch = new Batch();
        foreach (SkillReference reference in references)
        {
            long started = _time.GetTimestamp();
            await batch
                .TryAsync(
                    _time,
                    reference.Text,
                    started,
                    () => PrepareAsync(batch, reference, started, options, progress, cancellationToken))
                .ConfigureAwait(false);
        }

        if (batch.Prepared.Count == 0)
        {
            return new SkillBatchResult { Failed = batch.Failed };
        }

        IReadOnlyList<SkillApproval> approvals = await _admission
            .DecideAllAsync([.. batch.Prepared.Select(one => one.Admission)], cancellationToken)
            .ConfigureAwait(false);
        List<InstalledSkill> installed = [];
        foreach ((BatchEntry entry, SkillApproval approval) in batch.Prepared.Zip(approvals))
        {
            await batch.TryAsync(
                _time,
                entry.Reference,
                entry.Started,
                async () =>
                {
                    installed.Add(await _steps
                        .FinishAsync(entry.Admission, approval, progress, cancellationToken)
                        .ConfigureAwait(false));
                    SkillTelemetry.RecordInstall(SkillTelemetry.Success, _time.GetElapsedTime(entry.Started));
                }).ConfigureAwait(false);
        }

        return new SkillBatchResult { Installed = installed, Failed = batch.Failed };
    }

    private async Task PrepareAsync(
        Batch batch,
        SkillReference reference,
        long started,
        SkillInstallOptions options,
        IProgress<SkillInstallProgress>? progress,
        CancellationToken cancellationToken)
    {
        DiscoveredSkill skill = await ResolveAsync(reference, options, cancellationToken).ConfigureAwait(false);
        if (!batch.Sources.Add(skill.Source))
        {
            return;
        }

        PreparedAdmission prepared = await _steps
            .PrepareAsync(null, skill.Source, skill.Alternatives, options, progress, cancellationToken)
            .ConfigureAwait(false);
        batch.Bytes += prepared.Staged.Request.Package.Files.Sum(static file => (long)file.Content.Length);
        if (batch.Bytes > MaxBatchBytes)
        {
            throw new SkillPackageException(
                SkillErrorCodes.PackageLimit,
                $"The skills of one install have more than {MaxBatchBytes} bytes together, the limit.",
                null,
                MaxBatchBytes);
        }

        batch.Prepared.Add(new BatchEntry(reference.Text, prepared, started));
    }

    private sealed record BatchEntry(string Reference, PreparedAdmission Admission, long Started);

    private sealed class Batch
    {
        public List<BatchEntry> Prepared { get; } = [];

        public List<SkillFailure> Failed { get; } = [];

        public HashSet<SkillSource> Sources { get; } = [];

        public long Bytes { get; set; }

        public async Task TryAsync(TimeProvider time, string reference, long started, Func<Task> step)
        {
            try
            {
                await step().ConfigureAwait(false);
            }
            catch (SkillException error)
            {
                SkillTelemetry.RecordInstall(SkillTelemetry.OutcomeOf(error), time.GetElapsedTime(started));
                Failed.Add(new SkillFailure { Skill = reference, Error = error });
            }
        }
    }
}
