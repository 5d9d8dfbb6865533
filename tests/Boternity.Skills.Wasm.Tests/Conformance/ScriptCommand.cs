namespace Boternity.Skills.Wasm.Tests.Conformance;

/// <summary>One command of a script, in the shape that <c>wast2json</c> gave the suite.</summary>
internal sealed record ScriptCommand
{
    public required string Type { get; init; }

    public int Line { get; init; }

    /// <summary>The name that the script gives the module, or the module that <c>register</c> means; null for the
    /// latest.</summary>
    public string? Name { get; init; }

    /// <summary>The name that <c>register</c> makes a module importable under.</summary>
    public string? As { get; init; }

    public string? Filename { get; init; }

    /// <summary>The binary made from a module in text format, where there is one.</summary>
    public string? BinaryFilename { get; init; }

    /// <summary><c>binary</c> or <c>text</c>.</summary>
    public string? ModuleType { get; init; }

    /// <summary>The error that an assertion expects, in the reference interpreter's words.</summary>
    public string? Text { get; init; }

    public ScriptAction? Action { get; init; }

    public ScriptValue[] Expected { get; init; } = [];

    /// <summary>Of <c>module_instance</c>: the definition's name.</summary>
    public string? Module { get; init; }

    /// <summary>Of <c>module_instance</c>: the name of the new instance.</summary>
    public string? Instance { get; init; }

    /// <summary>The binary that the command is about; null where it is about none, or about text only.</summary>
    public string? Binary => ModuleType == "text" ? BinaryFilename : Filename;

    /// <summary>False for what tests the text format alone: a decoder of binaries has no part in it.</summary>
    public bool AppliesToBinaries => Filename is null || Binary is not null;
}
