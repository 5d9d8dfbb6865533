namespace Boternity.Skills.Wasm.Guests;

/// <summary>The directories that a guest finds open.</summary>
public interface IGuestFileSystem
{
    /// <summary>
    /// Opens the directories. An engine asks once in a run, when the guest first looks. The directories stay the host's
    /// to dispose of.
    /// </summary>
    /// <exception cref="GuestFileException">A directory cannot be opened.</exception>
    IReadOnlyList<PreopenedDirectory> OpenDirectories();
}
