namespace Boternity.Skills.Capabilities;

/// <summary>
/// The host as one run sees it: interface <c>host</c> of <c>wit/boternity-skill.wit</c>, every call already decided, bounded and counted.
/// It belongs to one run and is called by one thread at a time.
/// </summary>
/// <remarks>
/// A capability that was not granted answers <c>capability denied: NAME not granted for skill 'SKILL'</c>. Where the host chose
/// <see cref="SkillViolationMode.Terminate"/>, the call throws <see cref="SkillCapabilityDeniedException"/>, which an engine lets through.
/// </remarks>
public interface ISkillHost
{
    /// <summary><c>get-context</c>. Always there.</summary>
    SkillContext Context { get; }

    /// <summary><c>recall-memory</c>: memories that fit a query, at most <paramref name="limit"/>; empty when it was not granted.</summary>
    /// <exception cref="SkillCapabilityDeniedException">It was not granted, and that ends the run.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<IReadOnlyList<string>> RecallMemoryAsync(string query, uint limit, CancellationToken cancellationToken = default);

    /// <summary><c>http-get</c>: the body of a successful answer.</summary>
    /// <exception cref="SkillCapabilityDeniedException">It was not granted, and that ends the run.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<SkillHostResult> HttpGetAsync(string url, CancellationToken cancellationToken = default);

    /// <summary><c>http-post</c>: the body of a successful answer.</summary>
    /// <exception cref="SkillCapabilityDeniedException">It was not granted, and that ends the run.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<SkillHostResult> HttpPostAsync(string url, string body, CancellationToken cancellationToken = default);

    /// <summary><c>read-file</c>: a UTF-8 file's text.</summary>
    /// <exception cref="SkillCapabilityDeniedException">It was not granted, and that ends the run.</exception>
    SkillHostResult ReadFile(string path);

    /// <summary><c>write-file</c>: replaces a file as a whole, or creates it.</summary>
    /// <exception cref="SkillCapabilityDeniedException">It was not granted, and that ends the run.</exception>
    SkillHostResult WriteFile(string path, string content);

    /// <summary><c>get-secret</c>: a secret that the manifest declares and the host granted.</summary>
    /// <exception cref="SkillCapabilityDeniedException">It was not granted, and that ends the run.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<SkillHostResult> GetSecretAsync(string name, CancellationToken cancellationToken = default);

    /// <summary><c>read-env</c>: an environment variable.</summary>
    /// <exception cref="SkillCapabilityDeniedException">It was not granted, and that ends the run.</exception>
    SkillHostResult ReadEnvironment(string name);

    /// <summary><c>log</c>. Always there; lines over the limits are counted and dropped.</summary>
    void Log(string level, string message);
}
