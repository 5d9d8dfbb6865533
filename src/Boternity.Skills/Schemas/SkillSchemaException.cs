namespace Boternity.Skills.Schemas;

/// <summary>The input schema of a skill cannot be used.</summary>
public sealed class SkillSchemaException : SkillException
{
    /// <summary>Creates the error.</summary>
    /// <param name="path">The path of the schema's file inside the skill.</param>
    /// <param name="problem">What is wrong, with its place in the schema as a JSON pointer.</param>
    /// <param name="innerException">What led to it; null for nothing.</param>
    public SkillSchemaException(string path, string problem, Exception? innerException = null)
        : base(
            SkillErrorCodes.PackageInputSchema,
            $"The input schema '{Shown(path)}' cannot be used: {problem}.",
            innerException) => Path = path;

    /// <summary>Gets the path of the schema's file inside the skill, as the manifest names it.</summary>
    public string Path { get; }

    private static string Shown(string path) => path.Length <= 200 ? path : $"{path[..200]}…";
}
