using System.Text.Json.Serialization;
namespace Boternity.Skills.Grants;

/// <summary>A directory of the host that a skill may use. Links below it are never followed.</summary>
public sealed record SkillDirectoryGrant
{
    /// <summary>
    /// Gets how the skill sees the directory: an absolute path with forward slashes, such as <c>/data</c>; <c>/</c>
    /// for the root.
    /// </summary>
    /// <exception cref="ArgumentException">The path is not absolute, or contains an empty, <c>.</c> or <c>..</c>
    /// segment, a backslash or a control character.</exception>
    public required string GuestPath
    {
        get;
        init => field = GrantRules.CheckGuestPath(value);
    }

    /// <summary>
    /// Gets the absolute path of the directory on the host. It must exist when the skill runs; links on the way to it
    /// are followed.
    /// </summary>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    public required string HostPath
    {
        get;
        init => field = GrantRules.CheckHostPath(value);
    }

    /// <summary>Gets what the skill may do there.</summary>
    /// <value><see cref="SkillFileAccess.None"/>.</value>
    public SkillFileAccess Access { get; init; }

    /// <summary>
    /// Gets the most bytes that one execution may write there; null for no more than the execution's own quota
    /// (<c>SkillHostOptions.MaxFileBytesWritten</c>).
    /// </summary>
    /// <value>Null.</value>
    /// <exception cref="ArgumentException">It is negative.</exception>
    public long? MaxBytesWritten
    {
        get;
        init => field = GrantRules.CheckBytes(value);
    }
}

/// <summary>What a skill may do below a granted directory.</summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<SkillFileAccess>))]
public enum SkillFileAccess
{
    /// <summary>Nothing. The default.</summary>
    None = 0,

    /// <summary>Read files, list directories.</summary>
    Read = 1,

    /// <summary>Create, change, rename and remove files and directories.</summary>
    Write = 2,

    /// <summary>Both.</summary>
    ReadWrite = Read | Write,
}
