namespace Boternity.Skills.Manifests;

/// <summary>Collects what is found in one SKILL.md.</summary>
internal sealed class DiagnosticSink(SkillManifestReadOptions options)
{
    private List<SkillDiagnostic>? _found;
    private int _warnings;

    public SkillManifestReadOptions Options { get; } = options;

    public bool HasErrors { get; private set; }

    public void Error(string code, int line, int column, string message)
    {
        HasErrors = true;
        (_found ??= []).Add(new SkillDiagnostic
        {
            Code = code,
            Severity = SkillDiagnosticSeverity.Error,
            Message = message,
            Line = line,
            Column = column,
        });
    }

    public void Warn(string code, int line, int column, string message)
    {
        if (_warnings++ < SkillManifestLimits.MaxWarnings)
        {
            (_found ??= []).Add(new SkillDiagnostic
            {
                Code = code,
                Severity = SkillDiagnosticSeverity.Warning,
                Message = message,
                Line = line,
                Column = column,
            });
        }
    }

    /// <summary>Something that the specification forbids: an error when strict, else a warning.</summary>
    public void Breach(string code, int line, int column, string message)
    {
        if (Options.IsStrict)
        {
            Error(code, line, column, message);
        }
        else
        {
            Warn(code, line, column, message);
        }
    }

    public void Breach(string code, YamlNode at, string message) => Breach(code, at.Line, at.Column, message);

    /// <summary>Takes over what an attempt found.</summary>
    public void Add(DiagnosticSink attempt)
    {
        HasErrors |= attempt.HasErrors;
        _warnings += attempt._warnings;
        (_found ??= []).AddRange(attempt._found ?? []);
    }

    /// <summary>Everything found, in the order of the file.</summary>
    public IReadOnlyList<SkillDiagnostic> InFileOrder() =>
        _found switch
        {
            null => [],
            { Count: 1 } => _found,
            _ => [.. _found.OrderBy(d => d.Line).ThenBy(d => d.Column)],
        };
}
