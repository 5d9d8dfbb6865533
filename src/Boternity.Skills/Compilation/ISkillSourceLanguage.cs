namespace Boternity.Skills.Compilation;

/// <summary>
/// A language that tool skills may be written in: a skill that brings <see cref="FileName"/> and no <c>skill.wasm</c>
/// gets a component that is made of its source at install.
/// </summary>
public interface ISkillSourceLanguage
{
    /// <summary>Gets the name of the source file, in the skill's own folder: <c>skill.js</c>.</summary>
    string FileName { get; }

    /// <summary>
    /// Reads the component that sources are put into. It exports the world <c>skill-plugin</c>, and
    /// <c>init-source: func(name: string, source: string) -&gt; result&lt;_, string&gt;</c>, which reads a source and
    /// leaves it ready for <c>execute</c> in memory, with nothing of the host's held open.
    /// </summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    ValueTask<WasmBinary> ReadTemplateAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads what the component is given before a source, by its export
    /// <c>init-library: func(library: list&lt;u8&gt;)</c>: a library that would be in the language's package twice
    /// otherwise. Null where the component has all it needs.
    /// </summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    ValueTask<ReadOnlyMemory<byte>?> ReadLibraryAsync(CancellationToken cancellationToken = default) =>
        new((ReadOnlyMemory<byte>?)null);
}

/// <summary>Puts a source into a component: initialises it in the sandbox, and writes it down as it is then.</summary>
internal interface ISourceFreezer
{
    /// <summary>Gives a component. The same template and source give the same bytes.</summary>
    /// <param name="template">What the language gave.</param>
    /// <param name="library">What the component is given before the source; null for nothing.</param>
    /// <param name="skill">The skill's name.</param>
    /// <param name="fileName">The source's name, for its errors.</param>
    /// <param name="source">The source.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SkillCompilationException">The source cannot be made a component.</exception>
    Task<ReadOnlyMemory<byte>> FreezeAsync(
        WasmBinary template,
        ReadOnlyMemory<byte>? library,
        string skill,
        string fileName,
        string source,
        CancellationToken cancellationToken);
}
