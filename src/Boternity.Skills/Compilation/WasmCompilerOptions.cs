namespace Boternity.Skills.Compilation;

/// <summary>The compiler's settings.</summary>
public sealed class WasmCompilerOptions
{
    /// <summary>Gets or sets what a tool skill without a program of its own gets.</summary>
    /// <value><see cref="SkillStubMode.Marker"/>.</value>
    public SkillStubMode Stub { get; set; }
}
