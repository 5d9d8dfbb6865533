using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Boternity.Skills.Grants;

/// <summary>
/// What a host gives a skill, with scopes. No scope given means none: <c>new SkillGrants()</c> gives nothing.
/// Two grants are equal when they give the same, in whatever order they were listed.
/// </summary>
public sealed record SkillGrants
{
    /// <summary>Gets grants of nothing. The default everywhere.</summary>
    public static SkillGrants None { get; } = new();

    /// <summary>
    /// HTTP requests: <c>http_get</c> (GET, HEAD, OPTIONS) and <c>http_post</c> (every other method).
    /// </summary>
    /// <value>Empty.</value>
    public IReadOnlyList<SkillHttpGrant> Http
    {
        get;
        init => field = value is null ? [] : [.. value];
    }

    = [];

    /// <summary>
    /// Gets directories: <c>read_file</c> and <c>write_file</c>. The longest matching <see
    /// cref="SkillDirectoryGrant.GuestPath"/> decides.
    /// </summary>
    /// <value>Empty.</value>
    /// <exception cref="ArgumentException">Two have the same guest path.</exception>
    public IReadOnlyList<SkillDirectoryGrant> Directories
    {
        get;
        init => field = GrantRules.CheckDirectories(value);
    }

    = [];

    /// <summary>
    /// Gets the names of the environment variables that the skill may read (<c>read_env</c>). Compared exactly.
    /// </summary>
    /// <value>Empty.</value>
    /// <exception cref="ArgumentException">A name is empty, or contains <c>=</c> or a control character.</exception>
    public IReadOnlyList<string> EnvironmentVariables
    {
        get;
        init => field = GrantRules.CheckNames(value);
    }

    = [];

    /// <summary>
    /// Gets the names of the secrets that the skill may read (<c>get_secret</c>), if its manifest declares them too.
    /// Compared exactly.
    /// </summary>
    /// <value>Empty.</value>
    /// <exception cref="ArgumentException">A name is empty, or contains <c>=</c> or a control character.</exception>
    public IReadOnlyList<string> Secrets
    {
        get;
        init => field = GrantRules.CheckNames(value);
    }

    = [];

    /// <summary>
    /// Gets a value indicating whether the skill may search the host's memory (<c>recall_memory</c>).
    /// </summary>
    /// <value>false.</value>
    public bool RecallMemory { get; init; }

    /// <summary>
    /// Gets whether the skill's clocks are as fine as the host's. Otherwise they step by 100 microseconds, which is too
    /// coarse to measure what shares the machine with it.
    /// </summary>
    /// <value>false.</value>
    public bool PreciseClock { get; init; }

    /// <summary>Gets a value indicating whether nothing at all is given.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsEmpty => Equals(None);

    /// <summary>Whether any scope of a capability is given.</summary>
    public bool Includes(SkillCapability capability) => capability switch
    {
        SkillCapability.HttpGet =>
            Http.Any(grant => grant.Methods.Any(method => ToCapability(method) == SkillCapability.HttpGet)),
        SkillCapability.HttpPost =>
            Http.Any(grant => grant.Methods.Any(method => ToCapability(method) == SkillCapability.HttpPost)),
        SkillCapability.ReadFile => Directories.Any(grant => grant.Access.HasFlag(SkillFileAccess.Read)),
        SkillCapability.WriteFile => Directories.Any(grant => grant.Access.HasFlag(SkillFileAccess.Write)),
        SkillCapability.ReadEnv => EnvironmentVariables.Count > 0,
        SkillCapability.GetSecret => Secrets.Count > 0,
        SkillCapability.RecallMemory => RecallMemory,
        _ => false,
    };

    /// <summary>
    /// What is given, in words that a person understands, such as <c>may read /notes</c>; one a line.
    /// </summary>
    /// <returns>The lines; empty where nothing is given.</returns>
    public IReadOnlyList<string> Describe() => GrantWords.Of(this);

    /// <summary>
    /// The grants as JSON in one form only: sorted, without white space, defaults left out. Nothing granted
    /// is <c>{}</c>.
    /// </summary>
    public string ToCanonicalJson() => Encoding.UTF8.GetString(SkillGrantsJson.Write(this));

    /// <summary>SHA-256 of <see cref="ToCanonicalJson"/> in UTF-8, 64 lower-case hexadecimal digits.</summary>
    public string ComputeDigest() => Convert.ToHexStringLower(SHA256.HashData(SkillGrantsJson.Write(this)));

    /// <summary>
    /// Reads grants from JSON, whatever the order of its lists. Unknown members are refused: they might have been meant
    /// to narrow something.
    /// </summary>
    /// <exception cref="JsonException">It is not JSON, has an unknown member, or a value that a grant cannot
    /// have.</exception>
    public static SkillGrants FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return SkillGrantsJson.Read(json);
    }

    /// <inheritdoc/>
    public bool Equals(SkillGrants? other) =>
        ReferenceEquals(this, other)
        || (other is not null && SkillGrantsJson.Write(this).AsSpan().SequenceEqual(SkillGrantsJson.Write(other)));

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(ToCanonicalJson(), StringComparison.Ordinal);

    /// <summary>
    /// The capability that an HTTP method is used under: <c>http_get</c> for those that only read, <c>http_post</c> for
    /// every other.
    /// </summary>
    internal static SkillCapability ToCapability(string method) =>
        method is "GET" or "HEAD" or "OPTIONS" ? SkillCapability.HttpGet : SkillCapability.HttpPost;
}
