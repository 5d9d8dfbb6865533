using Boternity.Skills.Compilation;
using Boternity.Skills.Scripts;

namespace Boternity.Skills.Runtimes.JavaScript;

/// <summary>
/// Tool skills in JavaScript: a skill that brings <c>skill.js</c>, a module that exports <c>execute</c>, gets a
/// component of it at install. Safe for concurrent use.
/// </summary>
public sealed class JavaScriptSkillLanguage : ISkillSourceLanguage
{
    private const string TemplateFile = "skill-template.wasm";

    /// <summary>
    /// Gets a value indicating whether this build has the component in it that sources are put into.
    /// </summary>
    public static bool IsIncluded =>
        typeof(JavaScriptSkillLanguage).Assembly.GetManifestResourceInfo(TemplateFile) is not null;

    /// <inheritdoc/>
    /// <value><c>skill.js</c>.</value>
    public string FileName => "skill.js";

    /// <inheritdoc/>
    /// <exception cref="ScriptRuntimeException">This build has no component in it.</exception>
    public ValueTask<WasmBinary> ReadTemplateAsync(CancellationToken cancellationToken = default) =>
        new(new WasmBinary
        {
            Kind = WasmBinaryKind.Component,
            Bytes = JavaScriptRuntime.ReadResource(TemplateFile),
        });
}
