namespace Boternity.Skills;

/// <summary>
/// The stable codes of errors and diagnostics. docs/guide/errors.md says what each means and what to do.
/// </summary>
public static class SkillErrorCodes
{
    /// <summary>A SKILL.md cannot be read; its diagnostics say why.</summary>
    public const string ManifestInvalid = "BSK1000";

    /// <summary>A registry could not be read.</summary>
    public const string RegistryUnavailable = "BSK2000";

    /// <summary>No registry has what the reference means.</summary>
    public const string SkillNotFound = "BSK2001";

    /// <summary>More than one skill matches a reference equally well.</summary>
    public const string SkillAmbiguous = "BSK2002";

    /// <summary>A registry refuses further requests until a time that is too far away to wait for.</summary>
    public const string RateLimited = "BSK2003";

    /// <summary>A registry answered with what cannot be understood.</summary>
    public const string RegistryAnswerInvalid = "BSK2004";

    /// <summary>A registry refused the credentials, or wants some.</summary>
    public const string RegistryAccessDenied = "BSK2005";

    /// <summary>A reference cannot be read.</summary>
    public const string ReferenceInvalid = "BSK2006";

    /// <summary>What was downloaded has not the digest that the registry says it has.</summary>
    public const string RegistryDigestMismatch = "BSK2007";

    /// <summary>
    /// A registry itself says that a skill is malware or suspicious, or holds it back until it was looked at.
    /// </summary>
    public const string RegistrySkillFlagged = "BSK2008";

    /// <summary>A skill names another in a way that cannot be read.</summary>
    public const string DependencyInvalid = "BSK2101";

    /// <summary>A skill needs one that no registry has in a fitting version, or that is not installed.</summary>
    public const string DependencyMissing = "BSK2102";

    /// <summary>Skills need versions of one that exclude each other.</summary>
    public const string DependencyConflict = "BSK2103";

    /// <summary>Skills need one another in a circle.</summary>
    public const string DependencyCycle = "BSK2104";

    /// <summary>A skill needs too many others, or over too many levels.</summary>
    public const string DependencyLimit = "BSK2105";

    /// <summary>Two skills must not be used together.</summary>
    public const string SkillsConflict = "BSK2106";

    /// <summary>A skill that is to be removed is needed by others.</summary>
    public const string DependencyRequired = "BSK2107";

    /// <summary>A path in a package breaks the path rules.</summary>
    public const string PackagePath = "BSK3001";

    /// <summary>A package is over a limit.</summary>
    public const string PackageLimit = "BSK3002";

    /// <summary>A package contains a link, a device or another entry that is no plain file.</summary>
    public const string PackageEntryKind = "BSK3003";

    /// <summary>An archive is damaged or truncated.</summary>
    public const string PackageArchive = "BSK3004";

    /// <summary>A folder has no SKILL.md.</summary>
    public const string PackageManifestMissing = "BSK3005";

    /// <summary>The input schema of a skill is missing, or cannot be used.</summary>
    public const string PackageInputSchema = "BSK3006";

    /// <summary>The store's disk failed.</summary>
    public const string StoreUnavailable = "BSK4000";

    /// <summary>An id is not a plain directory name.</summary>
    public const string StoreName = "BSK4001";

    /// <summary>No skill of that name is installed.</summary>
    public const string SkillNotInstalled = "BSK4002";

    /// <summary>Another source's skill has the id.</summary>
    public const string StoreConflict = "BSK4003";

    /// <summary>An entry of the store is damaged.</summary>
    public const string StoreEntryDamaged = "BSK4004";

    /// <summary>A file is not the one that was installed.</summary>
    public const string StoreIntegrity = "BSK4005";

    /// <summary>The store is locked by another process for longer than the host wants to wait.</summary>
    public const string StoreBusy = "BSK4006";

    /// <summary>What was to be installed has not the content digest that it must have.</summary>
    public const string StoreContent = "BSK4007";

    /// <summary>An installed skill has no such file.</summary>
    public const string StoreFileUnknown = "BSK4008";

    /// <summary>A file of an installed skill is not UTF-8 text.</summary>
    public const string StoreFileNotText = "BSK4009";

    /// <summary>Another user owns the store's root, or can write it.</summary>
    public const string StoreUnsafe = "BSK4010";

    /// <summary>A <c>skill.wasm</c> is not WebAssembly.</summary>
    public const string CompilationNotWasm = "BSK5001";

    /// <summary>A tool skill is to be stored without a program.</summary>
    public const string CompilationMissing = "BSK5002";

    /// <summary>A tool skill brings no program, and the host takes no stubs.</summary>
    public const string CompilationNoProgram = "BSK5003";

    /// <summary>A tool skill's source cannot be made a program.</summary>
    public const string CompilationSource = "BSK5004";

    /// <summary>The skill is a prompt skill, which is read, not executed.</summary>
    public const string ExecutionPromptSkill = "BSK6001";

    /// <summary>The skill has local trust, which this executor refuses.</summary>
    public const string ExecutionLocalTrust = "BSK6002";

    /// <summary>A stub marker cannot be understood.</summary>
    public const string ExecutionStubInvalid = "BSK6003";

    /// <summary>No engine is registered.</summary>
    public const string ExecutionNoEngine = "BSK6004";

    /// <summary>The program trapped.</summary>
    public const string ExecutionTrap = "BSK6005";

    /// <summary>The program went over a limit.</summary>
    public const string ExecutionLimit = "BSK6006";

    /// <summary>The program cannot be loaded or linked.</summary>
    public const string ExecutionLink = "BSK6007";

    /// <summary>The skill reported an error of its own.</summary>
    public const string ExecutionSkillFailed = "BSK6008";

    /// <summary>
    /// The skill used a capability that it was not granted, and the host chose to end the run for it.
    /// </summary>
    public const string ExecutionCapabilityDenied = "BSK6009";

    /// <summary>The engine itself failed; the inner exception says how.</summary>
    public const string ExecutionEngineFailed = "BSK6010";

    /// <summary>
    /// A service of the host's own (<see cref="Capabilities.ISkillMemory"/>,
    /// <see cref="Capabilities.ISecretProvider"/>) failed while a skill used it.
    /// </summary>
    public const string ExecutionHostFailed = "BSK6011";

    /// <summary>Too many executions run and wait.</summary>
    public const string ExecutionBusy = "BSK6012";

    /// <summary>The input is not what the skill's input schema wants.</summary>
    public const string ExecutionInputInvalid = "BSK6013";

    /// <summary>The engine cannot be used on this system; the message says what is missing.</summary>
    public const string ExecutionEngineUnavailable = "BSK6014";

    /// <summary>A step of a chain did not come to a result.</summary>
    public const string ExecutionChainStep = "BSK6015";

    /// <summary>A step of a chain is a skill that brings no program.</summary>
    public const string ExecutionChainStub = "BSK6016";

    /// <summary>A skill has no such script.</summary>
    public const string ScriptUnknown = "BSK6101";

    /// <summary>The host has no runtime for a script's language.</summary>
    public const string ScriptNoRuntime = "BSK6102";

    /// <summary>A script needs what the sandbox does not have.</summary>
    public const string ScriptCannotRun = "BSK6103";

    /// <summary>A script runtime's files are not there, or are not what they should be.</summary>
    public const string ScriptRuntimeUnusable = "BSK6104";

    /// <summary>A granted directory has a path that a script's own directories have.</summary>
    public const string ScriptMountTaken = "BSK6105";

    /// <summary>A <c>skill.sig</c> cannot be read.</summary>
    public const string SignatureMalformed = "BSK7101";

    /// <summary>A signature uses an algorithm that is not known.</summary>
    public const string SignatureAlgorithmUnknown = "BSK7102";

    /// <summary>A skill is signed with a key that the host does not trust.</summary>
    public const string SignatureKeyUnknown = "BSK7103";

    /// <summary>A signature was not made with the key that it names, or its statement was altered.</summary>
    public const string SignatureWrong = "BSK7104";

    /// <summary>The content is not what was signed.</summary>
    public const string SignatureContentAltered = "BSK7105";

    /// <summary>The signature is that of another skill.</summary>
    public const string SignatureReplayed = "BSK7106";

    /// <summary>The host requires a signer that the skill does not have.</summary>
    public const string TrustSignerRequired = "BSK7201";

    /// <summary>The host was asked and did not approve the skill.</summary>
    public const string TrustNotApproved = "BSK7202";

    /// <summary>An audit event cannot be written.</summary>
    public const string AuditUnavailable = "BSK7301";

    /// <summary>A lock file cannot be read or written.</summary>
    public const string LockUnavailable = "BSK8000";

    /// <summary>A lock file is damaged, or missing.</summary>
    public const string LockInvalid = "BSK8001";

    /// <summary>A later version of this library wrote the lock file.</summary>
    public const string LockNewer = "BSK8002";

    /// <summary>A frozen install was asked for a skill that is not locked.</summary>
    public const string LockMissing = "BSK8003";

    /// <summary>An entry does not say exactly what is to be installed.</summary>
    public const string LockMismatch = "BSK8004";

    /// <summary>A lock file wants a version that a later one has replaced.</summary>
    public const string LockRollback = "BSK8005";

    /// <summary>The file of a bot's profile cannot be read.</summary>
    public const string ProfileUnavailable = "BSK8100";

    /// <summary>A bot's profile is none, or says what a profile must not.</summary>
    public const string ProfileInvalid = "BSK8101";

    /// <summary>No profile of that name was added.</summary>
    public const string ProfileUnknown = "BSK8102";

    /// <summary>A bot's profile does not enable a skill.</summary>
    public const string ProfileSkillNotEnabled = "BSK8103";

    /// <summary>An installed skill is not what a bot's profile pins.</summary>
    public const string ProfilePinBroken = "BSK8104";

    /// <summary>What a bot's profile shows of the store is read-only.</summary>
    public const string ProfileReadOnly = "BSK8105";
}
