using System.Text.Json.Serialization;

namespace Boternity.Skills;

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
