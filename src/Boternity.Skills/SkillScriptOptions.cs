using System.Text;
using Boternity.Skills.Collections;
using Boternity.Skills.Grants;

namespace Boternity.Skills;

/// <summary>What a host may say about one run of a script.</summary>
public sealed record SkillScriptOptions
{
    /// <summary>
    /// Gets the script's arguments, without its name. One with a slash that names a file or folder of the skill by its
    /// path from the skill's folder, such as <c>assets/form.html</c> or <c>--form=assets/form.html</c>, and nothing in
    /// the work directory, reaches the script as <c>/skill/assets/form.html</c>.
    /// </summary>
    /// <value>None.</value>
    public IReadOnlyList<string> Arguments { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets the bytes of standard input.</summary>
    /// <value>Empty.</value>
    public ReadOnlyMemory<byte> StandardInput { get; init; }

    /// <summary>
    /// Gets the absolute path of a directory of the host, which the script sees as <c>/workspace</c> and may read and
    /// write; null for a private one, which is removed after the run.
    /// </summary>
    /// <value>Null.</value>
    public string? WorkDirectory { get; init; }

    /// <summary>Gets environment variables beside those that every script has.</summary>
    /// <value>None.</value>
    public IReadOnlyList<KeyValuePair<string, string>> Environment
    {
        get;
        init => field = ValueList.Of(value);
    }

    = [];

    /// <summary>Gets what this run is given in place of what was granted at install; null for that.</summary>
    /// <value>Null.</value>
    public SkillGrants? Grants { get; init; }

    /// <summary>Gets limits in place of those of the skill's trust tier; null for the tier's own.</summary>
    /// <value>Null.</value>
    public SkillLimits? Limits { get; init; }

    /// <summary>Gets the name of this run in results, logs and traces; null for a new version 7 UUID.</summary>
    /// <value>Null.</value>
    public string? InvocationId { get; init; }

    /// <summary>Gets the name of the bot on whose behalf the script runs.</summary>
    /// <value>Empty.</value>
    public string BotName { get; init; } = "";

    /// <summary>Gets the URL-safe name of that bot.</summary>
    /// <value>Empty.</value>
    public string BotSlug { get; init; } = "";

    /// <summary>Gets for whom the script runs, for the host's services; the script cannot read it.</summary>
    /// <value>Nobody in particular.</value>
    public SkillCaller Caller { get; init; } = new();

    /// <summary>
    /// Gets the name of the profile of the bot that executes, for the audit; the executor of a profile
    /// (<see cref="Profiles.SkillProfileServices.Executor"/>) sets it.
    /// </summary>
    /// <value>Null: none.</value>
    public string? Profile { get; init; }

    /// <summary>
    /// Gets the seed of all random numbers that the script gets; null for numbers that nobody can foretell.
    /// </summary>
    /// <value>Null.</value>
    public long? RandomSeed { get; init; }

    /// <summary>
    /// Gets what happens to a script that, as its analysis says, is sure to fail in the sandbox.
    /// </summary>
    /// <value><see cref="SkillScriptCheck.Refuse"/>.</value>
    public SkillScriptCheck Check { get; init; }

    /// <summary>
    /// Gets what is called with output as the script writes it, on the thread that runs the script; null for nothing.
    /// What it throws ends the run.
    /// </summary>
    /// <value>Null.</value>
    public Action<SkillScriptOutput>? OnOutput { get; init; }

    /// <summary>
    /// Gets what is called with each line that the script logs, as it does, on the thread that runs it; null for
    /// nothing. Known secrets are masked in it, and lines that are dropped from the result are not given. What it
    /// throws ends the run.
    /// </summary>
    /// <value>Null.</value>
    public Action<SkillLogLine>? OnLog { get; init; }
}

/// <summary>What happens to a script that is sure to fail.</summary>
public enum SkillScriptCheck
{
    /// <summary>It is refused, with what it needs.</summary>
    Refuse,

    /// <summary>It runs all the same.</summary>
    RunAnyway,
}

/// <summary>A piece of what a script writes.</summary>
public sealed record SkillScriptOutput
{
    /// <summary>Gets a value indicating whether it went to standard error.</summary>
    public required bool IsError { get; init; }

    /// <summary>Gets the bytes.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Gets the bytes as UTF-8; a character that two pieces share becomes U+FFFD in both.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>Gives the number of bytes, without them.</summary>
    public override string ToString() => $"{nameof(SkillScriptOutput)} {{ {Bytes.Length} bytes }}";
}
