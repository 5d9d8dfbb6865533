namespace Boternity.Skills.Registries;

/// <summary>The rule for a registry's name, for the validators of the options.</summary>
internal static class RegistryNames
{
    private const int MaxLength = 64;

    public static string? FindProblem(string? name) =>
        string.IsNullOrWhiteSpace(name)
            || name.Length > MaxLength
            || name.Any(c => c is '/' or '\\' or '#' or '@' or ':' || char.IsControl(c) || char.IsWhiteSpace(c))
            ? $"must have 1 to {MaxLength} characters without white space, '/', '\\', '#', '@' and ':'; it is '{name}'"
            : null;
}
