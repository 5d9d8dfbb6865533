using Boternity.Skills.Permissions;

namespace Boternity.Skills.Storage;

/// <summary>The errors of this folder, each worded once.</summary>
internal static class StoreErrors
{
    public static SkillStoreException Damaged(string skillId, string problem, Exception? inner = null) =>
        new(SkillErrorCodes.StoreEntryDamaged, skillId, $"The entry '{skillId}' is damaged: {problem}.", inner);

    public static SkillStoreException Unavailable(string? skillId, StoreLayout layout, Exception inner) =>
        new(SkillErrorCodes.StoreUnavailable, skillId, $"The store at '{layout.Root}' failed: {inner.Message}.", inner);

    /// <summary>
    /// What is thrown for one file that may not be read, or is none: its entry is damaged, and the disk has not failed.
    /// </summary>
    public static bool IsNoFile(Exception exception) =>
        exception is UnauthorizedAccessException or SpecialFileException;

    /// <summary>What the disk throws; everything else is a fault of the program and passes through.</summary>
    public static bool IsDisk(Exception exception) => exception is IOException or UnauthorizedAccessException;
}
