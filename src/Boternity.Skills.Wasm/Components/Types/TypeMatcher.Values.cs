namespace Boternity.Skills.Wasm.Components.Types;

internal sealed partial class TypeMatcher
{
    private string? MatchFunc(ComponentFuncType given, ComponentFuncType expected)
    {
        if (ReferenceEquals(given, expected) && !given.ContainsHandle) return null;
        if (given.Parameters.Length != expected.Parameters.Length) return $"expected {expected.Parameters.Length} parameters, found {given.Parameters.Length}";
        work.Spend(offset, given.Parameters.Length);
        for (int i = 0; i < given.Parameters.Length; i++)
        {
            if (given.ParameterNames[i] != expected.ParameterNames[i]) return $"expected parameter named `{expected.ParameterNames[i]}`, found `{given.ParameterNames[i]}`";
            if (MatchValue(given.Parameters[i], expected.Parameters[i]) is { } error) return $"type mismatch in function parameter `{expected.ParameterNames[i]}`: {error}";
        }

        return MatchOptional(given.Result, expected.Result) is { } resultError ? $"type mismatch with result type: {resultError}" : null;
    }

    private string? MatchOptional(DefValType? given, DefValType? expected) => (given, expected) switch
    {
        (null, null) => null,
        (null, _) => $"expected {expected.Sort}, found none",
        (_, null) => $"expected none, found {given.Sort}",
        _ => MatchValue(given, expected),
    };

    private string? MatchValue(DefValType given, DefValType expected)
    {
        if (ReferenceEquals(given, expected) && !given.ContainsHandle) return null;
        work.Spend(offset);
        if (given.Kind != expected.Kind) return $"expected {expected.Sort}, found {given.Sort}";
        if (given.Resource is not null) return MatchResource(given.Resource, expected.Resource!);
        if (_equal.Contains((given, expected))) return null;
        if (MatchLabels(given, expected) is { } labels) return labels;
        if (given.Parts.Length != expected.Parts.Length) return $"expected {expected.Parts.Length} types, found {given.Parts.Length}";
        for (int i = 0; i < given.Parts.Length; i++)
        {
            if (MatchOptional(given.Parts[i], expected.Parts[i]) is { } error) return $"type mismatch in {given.Sort}{(given.Labels.Length > i ? $" `{given.Labels[i]}`" : "")}: {error}";
        }

        // Handles compare by what they stand for, which is settled before values are compared.
        _equal.Add((given, expected));
        return null;
    }

    private string? MatchLabels(DefValType given, DefValType expected)
    {
        if (given.Labels.Length != expected.Labels.Length) return $"expected {expected.Labels.Length} labels in {expected.Sort}, found {given.Labels.Length}";
        work.Spend(offset, given.Labels.Length);
        for (int i = 0; i < given.Labels.Length; i++)
        {
            if (given.Labels[i] != expected.Labels[i]) return $"expected `{expected.Labels[i]}` in {expected.Sort}, found `{given.Labels[i]}`";
        }

        return null;
    }
}
