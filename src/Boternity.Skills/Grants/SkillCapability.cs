namespace Boternity.Skills.Grants;

/// <summary>What a skill may ask its host for, from <c>metadata.capabilities</c>. Asking grants nothing.</summary>
public enum SkillCapability
{
    /// <summary><c>read_file</c>: read files below a granted directory.</summary>
    ReadFile,

    /// <summary><c>write_file</c>: write files below a granted directory.</summary>
    WriteFile,

    /// <summary><c>http_get</c>: send HTTP GET requests to granted hosts.</summary>
    HttpGet,

    /// <summary><c>http_post</c>: send HTTP POST requests to granted hosts.</summary>
    HttpPost,

    /// <summary><c>exec_command</c>: run a command. No executor of this library offers it.</summary>
    ExecCommand,

    /// <summary><c>read_env</c>: read granted environment variables.</summary>
    ReadEnv,

    /// <summary><c>recall_memory</c>: search the host's memory.</summary>
    RecallMemory,

    /// <summary><c>get_secret</c>: read secrets that the manifest declares and the host granted.</summary>
    GetSecret,
}
