namespace Boternity.Skills.Wasm.Guests;

/// <summary>
/// The host as one run sees it: interface <c>host</c> of <c>wit/boternity-skill.wit</c>, every call already decided,
/// bounded and counted. It belongs to one run and is called by one thread at a time.
/// </summary>
/// <remarks>
/// A capability that was not granted answers <c>capability denied: NAME not granted for skill 'SKILL'</c>. Where the
/// host chose that a denied use ends the run, the call throws, and an engine lets the exception through.
/// </remarks>
public interface ISkillHost
{
    /// <summary>
    /// <c>recall-memory</c>: memories that fit a query, at most <paramref name="limit"/>; empty when it was not
    /// granted.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<IReadOnlyList<string>> RecallMemoryAsync(
        string query, uint limit, CancellationToken cancellationToken = default);

    /// <summary><c>http-get</c>: the body of a successful answer.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<SkillHostResult> HttpGetAsync(string url, CancellationToken cancellationToken = default);

    /// <summary><c>http-post</c>: the body of a successful answer.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<SkillHostResult> HttpPostAsync(string url, string body, CancellationToken cancellationToken = default);

    /// <summary><c>read-file</c>: a UTF-8 file's text.</summary>
    SkillHostResult ReadFile(string path);

    /// <summary><c>write-file</c>: replaces a file as a whole, or creates it.</summary>
    SkillHostResult WriteFile(string path, string content);

    /// <summary><c>get-secret</c>: a secret that the manifest declares and the host granted.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<SkillHostResult> GetSecretAsync(string name, CancellationToken cancellationToken = default);

    /// <summary><c>read-env</c>: an environment variable.</summary>
    SkillHostResult ReadEnvironment(string name);

    /// <summary><c>log</c>. Always there; lines over the limits are counted and dropped.</summary>
    void Log(string level, string message);
}
