namespace Boternity.Skills.Storage;

/// <summary>
/// A file system that flushes directories itself. System.IO.Abstractions has no such operation; a file system that
/// records or loses what is done on it needs to know.
/// </summary>
internal interface IDirectoryFlush
{
    void FlushDirectory(string path);
}
