using Boternity.Skills.Collections;

namespace Boternity.Skills.Scripts;

/// <summary>
/// A script runtime as data: any interpreter for WASI, a module or a component, and its files. A module that exports
/// <c>init</c> and <c>run</c> is initialised once; one with <c>_start</c>, and a component that exports
/// <c>wasi:cli/run</c>, starts anew for each script.
/// </summary>
public sealed record WasiScriptRuntime
{
    /// <summary>Gets the name: lower-case letters, digits and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the version of the interpreter.</summary>
    public required string Version { get; init; }

    /// <summary>Gets the language that it runs, as <see cref="SkillScript.Language"/> has it.</summary>
    public required string Language { get; init; }

    /// <summary>Gets the extensions of the files that it runs, with the dot.</summary>
    public required IReadOnlyList<string> FileExtensions { get; init => field = ValueList.Of(value); }

    /// <summary>Gets the bytes of the module or component.</summary>
    public required ReadOnlyMemory<byte> Module { get; init; }

    /// <summary>Gets what the bytes are: a module for WASI preview 1, or a component for WASI 0.2.</summary>
    /// <value><see cref="WasmBinaryKind.Module"/>.</value>
    public WasmBinaryKind Kind { get; init; } = WasmBinaryKind.Module;

    /// <summary>Gets the directories that it needs, beside those that every script has.</summary>
    /// <value>None.</value>
    public IReadOnlyList<ScriptMount> Mounts { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets environment variables for it, beside those that every script has.</summary>
    /// <value>None.</value>
    public IReadOnlyList<KeyValuePair<string, string>> Environment
    {
        get;
        init => field = ValueList.Of(value);
    }

    = [];

    /// <summary>
    /// Gets the arguments that stand before the script's path, after the program's name: options of the interpreter.
    /// </summary>
    /// <value>None.</value>
    public IReadOnlyList<string> Options { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Compares everything, the module byte for byte.</summary>
    public bool Equals(WasiScriptRuntime? other) =>
        other is not null
        && (Name, Version, Language, Kind) == (other.Name, other.Version, other.Language, other.Kind)
        && Equals(FileExtensions, other.FileExtensions) && Equals(Mounts, other.Mounts)
        && Equals(Environment, other.Environment) && Equals(Options, other.Options)
        && Module.Span.SequenceEqual(other.Module.Span);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(Name, Version, Language, FileExtensions, Mounts, Environment, Options, Module.Length);

    /// <summary>Gives name and version, without the module.</summary>
    public override string ToString() => $"{nameof(WasiScriptRuntime)} {{ {Name} {Version} }}";
}
