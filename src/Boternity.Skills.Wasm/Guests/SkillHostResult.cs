namespace Boternity.Skills.Wasm.Guests;

/// <summary>A host function's answer: WIT's <c>result&lt;string, string&gt;</c>.</summary>
public readonly record struct SkillHostResult
{
    private readonly string? _text;

    private SkillHostResult(bool isError, string text)
    {
        IsError = isError;
        _text = text;
    }

    /// <summary>Gets whether it is the <c>err</c> case.</summary>
    public bool IsError { get; }

    /// <summary>Gets the payload of either case; empty where <c>ok</c> has none.</summary>
    public string Text => _text ?? "";

    /// <summary>Gives the case and the length of the payload, without its text.</summary>
    public override string ToString() =>
        $"{nameof(SkillHostResult)} {{ {(IsError ? "err" : "ok")}, {Text.Length} characters }}";

    /// <summary>Makes the <c>ok</c> case.</summary>
    public static SkillHostResult Ok(string text = "") => new(isError: false, text);

    /// <summary>Makes the <c>err</c> case.</summary>
    public static SkillHostResult Fail(string error) => new(isError: true, error);
}
