namespace Boternity.Skills.Wasm.Programs;

/// <summary>How a program is run.</summary>
internal enum ProgramShape
{
    /// <summary>A component of the world <c>skill-plugin</c>: its <c>execute</c> is called with the input.</summary>
    SkillPlugin,

    /// <summary>
    /// A component that exports <c>wasi:cli/run</c>: the input is its standard input, its standard output the result.
    /// </summary>
    Command,

    /// <summary>
    /// A core module with <c>_start</c> and preview 1: the input is its standard input, its standard output the result.
    /// </summary>
    Preview1Command,

    /// <summary>
    /// A core module with <c>init</c> and <c>run</c>, and preview 1: the interpreter of a script runtime. It is
    /// initialised once, and each run begins from the state after that.
    /// </summary>
    Preview1Runtime,
}
