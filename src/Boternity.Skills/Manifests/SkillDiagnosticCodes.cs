namespace Boternity.Skills.Manifests;

/// <summary>
/// The stable codes of <see cref="SkillDiagnostic"/>. docs/guide/errors.md says what each means and what to do.
/// </summary>
public static class SkillDiagnosticCodes
{
    /// <summary>The file does not begin with a <c>---</c> line.</summary>
    public const string FrontmatterMissing = "BSK1001";

    /// <summary>No <c>---</c> line ends the frontmatter.</summary>
    public const string FrontmatterNotClosed = "BSK1002";

    /// <summary>There is no description, or an empty one.</summary>
    public const string DescriptionMissing = "BSK1003";

    /// <summary>There is no name, or an empty one.</summary>
    public const string NameMissing = "BSK1004";

    /// <summary>The frontmatter is not YAML.</summary>
    public const string YamlInvalid = "BSK1005";

    /// <summary>The frontmatter is YAML, but not a map.</summary>
    public const string FrontmatterNotMap = "BSK1006";

    /// <summary>The frontmatter uses a YAML tag.</summary>
    public const string YamlTag = "BSK1007";

    /// <summary>The frontmatter uses a YAML anchor or alias.</summary>
    public const string YamlAlias = "BSK1008";

    /// <summary>Maps and lists stand inside one another too deeply.</summary>
    public const string YamlTooDeep = "BSK1009";

    /// <summary>The frontmatter is over its size limit.</summary>
    public const string FrontmatterTooLarge = "BSK1010";

    /// <summary>The file is over its size limit.</summary>
    public const string FileTooLarge = "BSK1011";

    /// <summary>The key of a map is itself a map or a list.</summary>
    public const string KeyNotScalar = "BSK1012";

    /// <summary>A key stands twice in one map; the first is taken.</summary>
    public const string DuplicateKey = "BSK1013";

    /// <summary>The file is not valid UTF-8; what is not was replaced by U+FFFD.</summary>
    public const string EncodingInvalid = "BSK1014";

    /// <summary>The file begins with a byte order mark.</summary>
    public const string ByteOrderMark = "BSK1020";

    /// <summary>Lines end in CR LF or CR.</summary>
    public const string CarriageReturn = "BSK1021";

    /// <summary>A line of the frontmatter is indented with tabs.</summary>
    public const string TabIndentation = "BSK1022";

    /// <summary>A value that YAML wants in quotes has none.</summary>
    public const string UnquotedValue = "BSK1023";

    /// <summary>Blank lines stand before the frontmatter.</summary>
    public const string LeadingBlankLines = "BSK1024";

    /// <summary>The name is longer than 64 characters.</summary>
    public const string NameTooLong = "BSK1030";

    /// <summary>The name has characters other than a–z, 0–9 and hyphen.</summary>
    public const string NameCharacters = "BSK1031";

    /// <summary>The name begins or ends with a hyphen, or has two in a row.</summary>
    public const string NameHyphens = "BSK1032";

    /// <summary>The name is not its folder's.</summary>
    public const string NameFolderMismatch = "BSK1033";

    /// <summary>The description is longer than 1,024 characters.</summary>
    public const string DescriptionTooLong = "BSK1034";

    /// <summary><c>compatibility</c> is empty or longer than 500 characters.</summary>
    public const string CompatibilityLength = "BSK1035";

    /// <summary>A field is a map or a list where text belongs, or the other way round.</summary>
    public const string FieldKind = "BSK1036";

    /// <summary><c>allowed-tools</c> is not a space-separated string.</summary>
    public const string AllowedToolsForm = "BSK1037";

    /// <summary>A value under <c>metadata</c> is not a string.</summary>
    public const string MetadataNotString = "BSK1038";

    /// <summary>A field that the specification does not know.</summary>
    public const string FieldUnknown = "BSK1039";

    /// <summary><c>metadata.skill-type</c> is neither <c>prompt</c> nor <c>tool</c>.</summary>
    public const string SkillTypeUnknown = "BSK1040";

    /// <summary>A capability that this library does not know.</summary>
    public const string CapabilityUnknown = "BSK1041";

    /// <summary>A tool skill brings no program; a stub answers in its place.</summary>
    public const string ProgramMissing = "BSK1042";

    /// <summary>A field has a control character, which an escape of YAML can make.</summary>
    public const string ControlCharacter = "BSK1043";

    /// <summary>
    /// <c>metadata.dependencies</c>, <c>parents</c> or <c>conflicts-with</c> names what is no skill with a range of
    /// versions.
    /// </summary>
    public const string DependencyForm = "BSK1044";
}
