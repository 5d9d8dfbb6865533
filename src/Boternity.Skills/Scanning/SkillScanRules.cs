namespace Boternity.Skills.Scanning;

/// <summary>The stable ids of the default scanner's rules. docs/security.md shows an attack for each.</summary>
public static class SkillScanRules
{
    /// <summary>The scan had no time left (<see cref="BoternitySkillsOptions.MaxScanTime"/>): not every file was looked
    /// at.</summary>
    public const string ScanIncomplete = "BSK9000";

    /// <summary>
    /// Characters that no reader sees: zero width, tags, fillers, runs of variation selectors, control characters.
    /// </summary>
    public const string HiddenText = "BSK9001";

    /// <summary>Controls that change the direction of text, so that it reads other than it is.</summary>
    public const string BidirectionalText = "BSK9002";

    /// <summary>Tags and tokens that would break out of a prompt's markup.</summary>
    public const string PromptMarkup = "BSK9003";

    /// <summary>Something is downloaded straight into an interpreter.</summary>
    public const string PipeToShell = "BSK9004";

    /// <summary>Encoded text is decoded straight into an interpreter.</summary>
    public const string EncodedCommand = "BSK9005";

    /// <summary>A URL names its host by a raw address.</summary>
    public const string RawAddress = "BSK9006";

    /// <summary>A key, token or password stands in a file.</summary>
    public const string Credential = "BSK9007";

    /// <summary>A file names the place where a person's credentials lie.</summary>
    public const string CredentialFile = "BSK9008";

    /// <summary>Executable content that SKILL.md does not mention.</summary>
    public const string UnmentionedExecutable = "BSK9009";

    /// <summary>The skill's name imitates that of an installed skill.</summary>
    public const string ImitatedName = "BSK9010";

    /// <summary>A command that is spelled in pieces, so that nobody finds it.</summary>
    public const string ObfuscatedCommand = "BSK9011";

    /// <summary>Credentials, the environment or whole directories are sent to another machine.</summary>
    public const string Exfiltration = "BSK9012";

    /// <summary>A shell whose commands come from another machine.</summary>
    public const string ReverseShell = "BSK9013";

    /// <summary>A whole system, home or disk is deleted or overwritten.</summary>
    public const string DestructiveCommand = "BSK9014";

    /// <summary>A package is fetched and run at once, or installed from an address.</summary>
    public const string RemotePackage = "BSK9015";

    /// <summary>A file from which a tool runs commands by itself: on opening a folder, on installing.</summary>
    public const string AutomaticExecution = "BSK9016";

    /// <summary>A repository in the package, whose settings a version control tool would obey.</summary>
    public const string EmbeddedRepository = "BSK9017";

    /// <summary>A package manager is told to fetch from elsewhere than the public registries.</summary>
    public const string PackageIndex = "BSK9018";

    /// <summary>A container is given the whole disk of this machine.</summary>
    public const string HostMount = "BSK9019";
}
