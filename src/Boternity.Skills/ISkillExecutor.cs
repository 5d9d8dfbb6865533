namespace Boternity.Skills;

/// <summary>Runs tool skills, and the scripts of all skills. Safe for concurrent use.</summary>
public interface ISkillExecutor
{
    /// <summary>Runs a tool skill on an input, in a sandbox of its own.</summary>
    /// <param name="skill">The skill.</param>
    /// <param name="input">What the skill gets.</param>
    /// <param name="options">Limits and context; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the skill, wherever it is.</param>
    /// <exception cref="Schemas.SkillInputException">The input is not what the skill's input schema
    /// wants.</exception>
    /// <exception cref="SkillExecutionException">It is not a tool skill, has local trust, or did not come to a result;
    /// derived types tell how.</exception>
    /// <exception cref="SkillStoreException">Its <c>skill.wasm</c> is gone or changed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<SkillExecutionResult> ExecuteAsync(
        InstalledSkill skill,
        string input,
        SkillExecutionOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Runs the tool skill of an id in the store.</summary>
    /// <param name="skillId">The skill's id (<see cref="InstalledSkill.SkillId"/>).</param>
    /// <param name="input">What the skill gets.</param>
    /// <param name="options">Limits and context; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the skill, wherever it is.</param>
    /// <exception cref="Storage.SkillNotInstalledException">No skill has the id.</exception>
    /// <inheritdoc cref="ExecuteAsync(InstalledSkill, string, SkillExecutionOptions?, CancellationToken)"
    /// path="/exception"/>
    Task<SkillExecutionResult> ExecuteAsync(
        string skillId,
        string input,
        SkillExecutionOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs a script of a skill, of whatever type, in a sandbox of its own: the skill's folder is at <c>/skill</c>
    /// (read-only), the work directory at <c>/workspace</c> (the current directory), <c>/tmp</c> is private.
    /// </summary>
    /// <param name="skill">The skill.</param>
    /// <param name="path">The script inside the skill, with forward slashes, such as <c>scripts/convert.py</c>.</param>
    /// <param name="options">Arguments, input, limits; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the script, wherever it is.</param>
    /// <returns>What the script gave, also where it ended with an exit code that is not 0.</returns>
    /// <exception cref="Scripts.SkillScriptException">There is no such script, no runtime for it
    /// (<c>AddPython()</c>, <c>AddJavaScript()</c>), or it needs what the sandbox does not have.</exception>
    /// <exception cref="SkillExecutionException">The skill has local trust, or the script was stopped; derived types
    /// tell how.</exception>
    /// <exception cref="SkillStoreException">A file of the skill is gone or changed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<SkillScriptResult> ExecuteScriptAsync(
        InstalledSkill skill,
        string path,
        SkillScriptOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs skills in sequence, each in a sandbox of its own: the output of one is the input of the next. All of them
    /// have one budget, and their events in the audit one <see cref="Auditing.SkillAuditEvent.ChainId"/>. What cannot
    /// be executed (a prompt skill, a stub) is refused before anything is.
    /// </summary>
    /// <param name="steps">The tool skills and scripts, 1 to 32.</param>
    /// <param name="input">What the first gets.</param>
    /// <param name="options">The budget and context; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the chain, wherever it is.</param>
    /// <exception cref="ArgumentException">There are too many steps, or none.</exception>
    /// <exception cref="Execution.SkillChainException">A step failed, or went over the budget; it names the step, and
    /// holds the step's own error.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<SkillChainResult> ExecuteChainAsync(
        IReadOnlyList<SkillChainStep> steps,
        string input,
        SkillChainOptions? options = null,
        CancellationToken cancellationToken = default);
}
