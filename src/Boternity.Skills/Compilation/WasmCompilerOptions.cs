namespace Boternity.Skills.Compilation;

/// <summary>The compiler's settings.</summary>
public sealed class WasmCompilerOptions
{
    /// <summary>What a tool skill without a program of its own gets.</summary>
    /// <value><see cref="SkillStubForm.Marker"/>.</value>
    public SkillStubForm StubForm { get; set; }
}
