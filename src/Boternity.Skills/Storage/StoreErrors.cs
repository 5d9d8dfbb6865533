namespace Boternity.Skills.Storage;

/// <summary>The errors of this folder, each worded once.</summary>
internal static class StoreErrors
{
    public static SkillStoreException Damaged(string directory, string problem, Exception? inner = null) =>
        new(SkillErrorCodes.StoreEntryDamaged, directory, $"The entry '{directory}' is damaged: {problem}.", inner);

    public static SkillStoreException Unavailable(string? directory, StoreLayout layout, Exception inner) =>
        new(SkillErrorCodes.StoreUnavailable, directory, $"The store at '{layout.Root}' failed: {inner.Message}", inner);

    /// <summary>What the disk throws; everything else is a fault of the program and passes through.</summary>
    public static bool IsDisk(Exception exception) => exception is IOException or UnauthorizedAccessException;
}
