namespace Boternity.Skills;

/// <summary>The library's settings.</summary>
public sealed class BoternitySkillsOptions
{
    /// <summary>Gets or sets the directory of the store; skills are below its <c>skills</c>.</summary>
    /// <value><c>boternity/store</c> below <see cref="Environment.SpecialFolder.LocalApplicationData"/>.</value>
    public string StorePath { get; set; } = DefaultPath("store");

    /// <summary>Gets or sets how long a write to the store waits while other processes write to it.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan StoreLockTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets how often a host that waits for changes of the store (<see cref="Storage.ISkillStoreChanges"/>)
    /// looks for those of other processes.
    /// </summary>
    /// <value>1 second.</value>
    public TimeSpan StoreChangeInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Gets or sets the directory for what can be rebuilt: registry indexes, profiles of programs, and states of script
    /// runtimes.
    /// </summary>
    /// <value><c>boternity/cache</c> below <see cref="Environment.SpecialFolder.LocalApplicationData"/>.</value>
    public string CachePath { get; set; } = DefaultPath("cache");

    /// <summary>
    /// Gets or sets the most bytes of downloaded archives that are kept below <see cref="CachePath"/>, so that each is
    /// downloaded once; the ones that were used longest ago go first, and one is always kept. 0 keeps none.
    /// </summary>
    /// <value>512 MiB.</value>
    public long MaxCachedArchiveBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>
    /// Gets or sets how long the state of a script runtime that was initialised is kept below <see cref="CachePath"/>,
    /// so that later processes begin with it: an interpreter such as Python's takes two seconds for that. It holds
    /// nothing of any run, and the seed of the interpreter's hashes. Zero keeps none, nor packages that were compiled.
    /// </summary>
    /// <value>1 day.</value>
    public TimeSpan RuntimeStateLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Gets or sets how large a skill's folder may be.</summary>
    /// <value>1,000 files, 10 MiB a file, 25 MiB in all.</value>
    public SkillPackageLimits PackageLimits { get; set; } = new();

    /// <summary>
    /// Gets or sets the longest that a scan of a skill's files may take. When it is over, the findings so far are
    /// returned with one of <see cref="Scanning.SkillScanRules.ScanIncomplete"/>.
    /// </summary>
    /// <value>15 seconds.</value>
    public TimeSpan MaxScanTime { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets what an untrusted skill may use.</summary>
    /// <value><see cref="SkillLimits.Untrusted"/>.</value>
    public SkillLimits UntrustedLimits { get; set; } = SkillLimits.Untrusted with { };

    /// <summary>Gets or sets what a verified skill may use.</summary>
    /// <value><see cref="SkillLimits.Verified"/>.</value>
    public SkillLimits VerifiedLimits { get; set; } = SkillLimits.Verified with { };

    /// <summary>Gets or sets the most loaded programs that the executor keeps between executions.</summary>
    /// <value>64.</value>
    public int MaxCachedPrograms { get; set; } = 64;

    /// <summary>
    /// Gets or sets a value indicating whether it is kept below <see cref="CachePath"/> which functions of a program
    /// were hot, so that a process that starts again compiles them first. A profile holds numbers, never code.
    /// </summary>
    /// <value>true.</value>
    public bool KeepProfiles { get; set; } = true;

    /// <summary>
    /// Gets or sets the most bytes that the kept programs hold together, their machine code included; one program is
    /// always kept.
    /// </summary>
    /// <value>256 MiB.</value>
    public long MaxCachedProgramBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>
    /// Gets or sets the most executions that run at once. Each has a thread of its own, which waits while its
    /// skill waits.
    /// </summary>
    /// <value>64.</value>
    public int MaxConcurrentExecutions { get; set; } = 64;

    /// <summary>
    /// Gets or sets the most executions of one skill that run at once, so that one skill does not keep out all others.
    /// </summary>
    /// <value>64.</value>
    public int MaxConcurrentExecutionsPerSkill { get; set; } = 64;

    /// <summary>
    /// Gets or sets the most executions that wait for their turn; one more is refused with a
    /// <see cref="Execution.SkillBusyException"/>. The time limit of an execution does not begin while it waits.
    /// </summary>
    /// <value>1,000.</value>
    public int MaxQueuedExecutions { get; set; } = 1_000;

    /// <summary>
    /// Gets or sets the most bytes that all running skills hold together: memories, tables, what the host holds for
    /// them, and the loaded programs with their machine code. Programs that nobody uses make room; where there is no
    /// room for machine code, programs run without.
    /// </summary>
    /// <value>4 GiB.</value>
    public long MaxTotalGuestBytes { get; set; } = 4L * 1024 * 1024 * 1024;

    /// <summary>
    /// Gets or sets the most skills that an install brings together: the one that is asked for, and all that it needs.
    /// </summary>
    /// <value>64.</value>
    public int MaxDependencies { get; set; } = 64;

    /// <summary>
    /// Gets or sets the most steps from a skill to one that it needs, and from a skill to a parent whose text it
    /// inherits.
    /// </summary>
    /// <value>8.</value>
    public int MaxDependencyDepth { get; set; } = 8;

    /// <summary>What a skill of a tier may use.</summary>
    internal SkillLimits LimitsOf(SkillTrustTier tier) =>
        tier == SkillTrustTier.Verified ? VerifiedLimits : UntrustedLimits;

    private static string DefaultPath(string name) => Path.Combine(
        Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "boternity",
        name);
}
