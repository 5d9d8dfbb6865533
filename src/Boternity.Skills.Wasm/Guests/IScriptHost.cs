namespace Boternity.Skills.Wasm.Guests;

/// <summary>
/// Answers what a script runtime's module asks through <c>boternity:script/host</c>, beside what WASI preview 1 has:
/// HTTP, other scripts of the skill, the functions of <see cref="ISkillHost"/>. docs/guide/writing-a-script-runtime.md
/// has the operations and their bytes.
/// </summary>
public interface IScriptHost
{
    /// <summary>
    /// Gets the most bytes that an answer has. They are charged to the run before a call, and what the answer does not
    /// need is given back.
    /// </summary>
    int MaxAnswerBytes { get; }

    /// <summary>Answers a call.</summary>
    /// <param name="call">What is asked.</param>
    /// <param name="cancellationToken">Is cancelled when the run is over.</param>
    /// <returns>The answer; null where there is no such operation.</returns>
    ValueTask<ScriptHostAnswer?> CallAsync(ScriptHostCall call, CancellationToken cancellationToken = default);
}
