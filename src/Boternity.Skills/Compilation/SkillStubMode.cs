namespace Boternity.Skills.Compilation;

/// <summary>What a tool skill without a program of its own gets.</summary>
public enum SkillStubMode
{
    /// <summary>The stub marker: JSON that the executor answers itself, without an engine. The default.</summary>
    Marker = 0,

    /// <summary>
    /// A WebAssembly component that exports the skill world and returns the body from <c>execute</c>. Any conforming
    /// runtime runs it.
    /// </summary>
    Component = 1,

    /// <summary>Nothing: it is not installed (<see cref="SkillErrorCodes.CompilationNoProgram"/>).</summary>
    Refuse = 2,
}
