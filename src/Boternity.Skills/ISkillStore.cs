using Boternity.Skills.Grants;

namespace Boternity.Skills;

/// <summary>The skills on this machine's disk. Safe for concurrent use, by several processes too.</summary>
public interface ISkillStore
{
    /// <summary>
    /// Prepares an install: computes the digests, and finds what it would replace. Nothing is written.
    /// </summary>
    /// <param name="request">What is to be installed, and how.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="Storage.SkillConflictException">Another source's skill has the id, and the request does not say
    /// replace.</exception>
    /// <exception cref="SkillStoreException">The id is not a plain directory name, or the content is not what the
    /// request expects.</exception>
    Task<StagedSkill> StageAsync(SkillStoreRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Installs a staged skill with its grants, in one step: afterwards, whenever the process ends, the whole new
    /// version is there with exactly these grants, or the old state with the old ones.
    /// </summary>
    /// <param name="staged">What <see cref="StageAsync"/> gave.</param>
    /// <param name="grants">What the skill is granted; they replace what the same content was granted before.</param>
    /// <param name="cancellationToken">Stops the install; the store is then as it was.</param>
    /// <exception cref="ArgumentException">The staged skill was put together by hand, and its files and digests
    /// disagree.</exception>
    /// <exception cref="Storage.SkillConflictException">Another source's skill has the id by now, and the request does
    /// not say replace.</exception>
    /// <exception cref="SkillStoreException">The disk fails, or another user can write to the store.</exception>
    Task<InstalledSkill> CommitAsync(
        StagedSkill staged, SkillGrants grants, CancellationToken cancellationToken = default);

    /// <summary>
    /// Installs several staged skills with their grants, all or none: afterwards, whenever the process ends, all of
    /// them are there, or everything is as it was.
    /// </summary>
    /// <param name="commits">The skills, each under an id of its own.</param>
    /// <param name="cancellationToken">Stops the install; the store is then as it was.</param>
    /// <returns>The skills, in their order.</returns>
    /// <exception cref="ArgumentException">Two have the same id, or a staged skill was put together by hand, and its
    /// files and digests disagree.</exception>
    /// <exception cref="Storage.SkillConflictException">Another source's skill has an id by now, and the request does
    /// not say replace.</exception>
    /// <exception cref="SkillStoreException">The disk fails, or another user can write to the store.</exception>
    Task<IReadOnlyList<InstalledSkill>> CommitAsync(
        IReadOnlyList<SkillCommit> commits, CancellationToken cancellationToken = default);

    /// <summary>The skill of an id; null when there is none. No other entry is looked at.</summary>
    /// <exception cref="SkillStoreException">The id is not a plain directory name, or the entry is damaged.</exception>
    Task<InstalledSkill?> FindAsync(string skillId, CancellationToken cancellationToken = default);

    /// <summary>The skill of an id. No other entry is looked at.</summary>
    /// <exception cref="Storage.SkillNotInstalledException">There is none.</exception>
    /// <exception cref="SkillStoreException">The id is not a plain directory name, or the entry is damaged.</exception>
    Task<InstalledSkill> GetAsync(string skillId, CancellationToken cancellationToken = default);

    /// <summary>
    /// The names of installed skills that could be taken for a name, by their looks or by a slip or two: what a scanner
    /// wants to know of the others. How many skills are installed makes no difference to the time.
    /// </summary>
    /// <param name="name">The name of a skill's manifest.</param>
    /// <param name="skillId">The id that the skill has, or is to have; it is not compared with itself.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="SkillStoreException">The id is not a plain directory name, or the store cannot be
    /// read.</exception>
    Task<IReadOnlyList<string>> FindSimilarNamesAsync(
        string name, string skillId, CancellationToken cancellationToken = default);

    /// <summary>
    /// The installed skills that go by a name, as their id, in their manifest, or as that of the folder they came from;
    /// compared without regard to case. How many skills are installed makes no difference to the time.
    /// </summary>
    /// <exception cref="SkillStoreException">The store cannot be read.</exception>
    Task<IReadOnlyList<InstalledSkill>> FindByNameAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>
    /// The installed skills that name one of these names in <c>metadata.dependencies</c>, <c>parents</c> or
    /// <c>conflicts-with</c>; compared without regard to case. How many skills are installed makes no difference to the
    /// time.
    /// </summary>
    /// <exception cref="SkillStoreException">The store cannot be read.</exception>
    Task<IReadOnlyList<InstalledSkill>> FindReferringAsync(
        IReadOnlyList<string> names, CancellationToken cancellationToken = default);

    /// <summary>Everything in the store; damaged entries are reported beside the readable ones.</summary>
    /// <exception cref="SkillStoreException">The store cannot be read.</exception>
    Task<SkillInventory> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>The Markdown body of an installed skill's SKILL.md: what a host puts into a prompt.</summary>
    /// <exception cref="Storage.SkillNotInstalledException">The skill is no longer there.</exception>
    /// <exception cref="Storage.SkillIntegrityException">The file is not the one that was installed.</exception>
    Task<string> ReadBodyAsync(InstalledSkill skill, CancellationToken cancellationToken = default);

    /// <summary>
    /// Opens a file of an installed skill. It is compared with what was installed while it is read: the bytes that
    /// complete it are given only when the whole is right, in place of them a read throws
    /// <see cref="Storage.SkillIntegrityException"/>.
    /// </summary>
    /// <param name="skill">The skill.</param>
    /// <param name="path">The file's path inside the skill, with forward slashes, as in
    /// <see cref="InstalledSkill.Files"/>.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="SkillStoreException">It is not a file of the skill
    /// (<see cref="SkillErrorCodes.StoreFileUnknown"/>).</exception>
    /// <exception cref="Storage.SkillNotInstalledException">The skill is no longer there, or no longer in this
    /// version.</exception>
    /// <exception cref="Storage.SkillIntegrityException">The file is missing.</exception>
    Task<Stream> OpenFileAsync(InstalledSkill skill, string path, CancellationToken cancellationToken = default);

    /// <summary>The content of a file of an installed skill: what is returned is what was compared.</summary>
    /// <exception cref="Storage.SkillIntegrityException">The file is not the one that was installed.</exception>
    /// <inheritdoc cref="OpenFileAsync"/>
    Task<ReadOnlyMemory<byte>> ReadFileAsync(
        InstalledSkill skill, string path, CancellationToken cancellationToken = default);

    /// <summary>The text of a file of an installed skill, without a byte order mark.</summary>
    /// <exception cref="SkillStoreException">
    /// It is not a file of the skill (<see cref="SkillErrorCodes.StoreFileUnknown"/>), or not UTF-8
    /// (<see cref="SkillErrorCodes.StoreFileNotText"/>).
    /// </exception>
    /// <inheritdoc cref="ReadFileAsync"/>
    Task<string> ReadTextAsync(InstalledSkill skill, string path, CancellationToken cancellationToken = default);

    /// <summary>
    /// What a skill tells a model, and before it what it inherits (<c>metadata.parents</c>): the text of each parent,
    /// in the order in which they are named, after the texts of that one's own parents, each once. The skill's own is
    /// last.
    /// </summary>
    /// <exception cref="Dependencies.SkillDependencyException">A parent is not installed in a fitting version, parents
    /// go round in a circle, or over too many levels (<see cref="BoternitySkillsOptions.MaxDependencyDepth"/>).
    /// </exception>
    /// <exception cref="Storage.SkillNotInstalledException">The skill is no longer there.</exception>
    /// <exception cref="Storage.SkillIntegrityException">A file is not the one that was installed.</exception>
    Task<IReadOnlyList<SkillInstructions>> ReadInstructionsAsync(
        InstalledSkill skill, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes a skill that no other installed skill needs. Damaged entries can be removed too.
    /// </summary>
    /// <returns>False when there was none.</returns>
    /// <exception cref="Dependencies.SkillDependencyException">Others need it
    /// (<see cref="SkillErrorCodes.DependencyRequired"/>).</exception>
    /// <exception cref="SkillStoreException">The id is not a plain directory name, or the disk fails.</exception>
    Task<bool> RemoveAsync(string skillId, CancellationToken cancellationToken = default);

    /// <summary>Removes a skill, and on request what only it needed. Damaged entries can be removed too.</summary>
    /// <param name="skillId">The skill.</param>
    /// <param name="options">What happens about skills that need it, and about those that it needed.</param>
    /// <param name="cancellationToken">Stops it; what was removed stays so.</param>
    /// <returns>The ids of what was removed, the skill's first; empty when there was none.</returns>
    /// <exception cref="Dependencies.SkillDependencyException">Others need it, and the options do not say to remove it
    /// all the same (<see cref="SkillErrorCodes.DependencyRequired"/>).</exception>
    /// <exception cref="SkillStoreException">The id is not a plain directory name, or the disk fails.</exception>
    Task<IReadOnlyList<string>> RemoveAsync(
        string skillId, SkillRemoveOptions options, CancellationToken cancellationToken = default);

    /// <summary>
    /// The installed skills that nobody asked for, and that no skill needs that somebody asked for; each before what it
    /// needs.
    /// </summary>
    /// <exception cref="SkillStoreException">The store cannot be read.</exception>
    Task<IReadOnlyList<InstalledSkill>> FindOrphansAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes what <see cref="FindOrphansAsync"/> gives.</summary>
    /// <returns>The ids of what was removed.</returns>
    /// <exception cref="SkillStoreException">The store cannot be read, or the disk fails.</exception>
    Task<IReadOnlyList<string>> PruneAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads everything in the store and compares it with what was installed.</summary>
    /// <exception cref="SkillStoreException">The store cannot be read.</exception>
    Task<SkillIntegrityReport> VerifyAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes sure that the files of a skill are those that were installed. Quick where nothing changed since this
    /// process last read them.
    /// </summary>
    /// <param name="skill">The skill.</param>
    /// <param name="check">How closely to look.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <exception cref="Storage.SkillIntegrityException">A file is changed, missing or extra; it names the
    /// file.</exception>
    /// <exception cref="Storage.SkillNotInstalledException">The skill is no longer there, or no longer in this
    /// version.</exception>
    /// <exception cref="SkillStoreException">The entry is damaged, or the disk fails.</exception>
    ValueTask CheckAsync(
        InstalledSkill skill,
        SkillIntegrityCheck check = SkillIntegrityCheck.Quick,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// The program of a tool skill, as it was verified: the bytes that are returned are the bytes whose digest was
    /// compared, so that nothing planted on the disk meanwhile can take their place. The other files are checked too,
    /// fully for an untrusted skill.
    /// </summary>
    /// <exception cref="ArgumentException">It is a prompt skill, which has no program.</exception>
    /// <exception cref="Storage.SkillIntegrityException">A file is changed, missing or extra; it names the
    /// file.</exception>
    /// <exception cref="Storage.SkillNotInstalledException">The skill is no longer there, or no longer in this
    /// version.</exception>
    /// <exception cref="SkillStoreException">The entry is damaged, or the disk fails.</exception>
    Task<WasmBinary> OpenForExecutionAsync(InstalledSkill skill, CancellationToken cancellationToken = default);

    /// <summary>
    /// The version that was installed before the present one: what <see cref="RollbackAsync"/> would bring back. Null
    /// when there is none.
    /// </summary>
    /// <exception cref="SkillStoreException">The id is not a plain directory name, or that version is
    /// damaged.</exception>
    Task<InstalledSkill?> FindPreviousAsync(string skillId, CancellationToken cancellationToken = default);

    /// <summary>Brings the version before the present one back, as atomically as an install; the present one becomes
    /// the previous one. What it was granted in its time is not granted again.</summary>
    /// <returns>The skill as it is now.</returns>
    /// <exception cref="Storage.SkillNotInstalledException">There is no version before it.</exception>
    /// <exception cref="Storage.SkillIntegrityException">The version before it is no longer what was installed; it
    /// names the file.</exception>
    /// <exception cref="SkillStoreException">The id is not a plain directory name, or the disk fails.</exception>
    Task<InstalledSkill> RollbackAsync(string skillId, CancellationToken cancellationToken = default);
}
