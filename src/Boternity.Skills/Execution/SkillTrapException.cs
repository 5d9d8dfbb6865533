namespace Boternity.Skills.Execution;

/// <summary>The program did what WebAssembly does not allow, and was stopped.</summary>
public sealed class SkillTrapException : SkillExecutionException
{
    /// <summary>Creates the error.</summary>
    public SkillTrapException(
        string trap, IReadOnlyList<string> backtrace, string message, Exception? innerException = null)
        : base(SkillErrorCodes.ExecutionTrap, message, innerException)
    {
        Trap = trap;
        Backtrace = backtrace;
    }

    /// <summary>Gets the trap in the specification's words, such as <c>out of bounds memory access</c>.</summary>
    public string Trap { get; }

    /// <inheritdoc/>
    public override string ModelMessage => $"The skill's program failed: {Trap}. The same input will fail again.";

    /// <summary>Gets the WebAssembly frames, innermost first: a name or an index, and an offset.</summary>
    public IReadOnlyList<string> Backtrace { get; }

    /// <summary>
    /// Gets or sets the limit that the program had met before: it was refused memory, and ended so. Null where none had
    /// been met, or the engine does not tell.
    /// </summary>
    public SkillLimitKind? LimitMet { get; set; }
}
