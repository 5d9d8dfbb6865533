using System.IO.Abstractions;
using Boternity.Skills.Permissions;
using Boternity.Skills.Search;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries;

/// <summary>
/// The search index of a registry on disk. Written beside and renamed; what is damaged or of other skills is built
/// again; a disk that fails costs that, never an answer.
/// </summary>
internal sealed class RegistrySearchFile(IFileSystem fileSystem, string path, ILogger logger)
{
    /// <summary>The index of these skills; null where there is none.</summary>
    public async ValueTask<SkillSearchIndex?> ReadAsync(
        IReadOnlyList<DiscoveredSkill> skills, CancellationToken cancellationToken)
    {
        try
        {
            if (!fileSystem.File.Exists(path))
            {
                return null;
            }

            if (fileSystem.FileInfo.New(path).Length > SearchIndexFormat.MaxBytes)
            {
                throw new InvalidDataException($"it is larger than {SearchIndexFormat.MaxBytes} bytes");
            }

            byte[] bytes = await fileSystem.File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
            return SkillSearchIndex.Load(bytes, skills);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            RegistryLog.SearchIndexRebuilt(logger, path, e.Message);
            return null;
        }
    }

    /// <summary>Keeps an index.</summary>
    public async ValueTask WriteAsync(SkillSearchIndex index, CancellationToken cancellationToken)
    {
        byte[] bytes = index.Save();
        if (bytes.Length > SearchIndexFormat.MaxBytes)
        {
            return;
        }

        string staged = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            OwnedDirectory.Create(fileSystem, fileSystem.Path.GetDirectoryName(path)!);
            FileSystemStream file = fileSystem.FileStream.New(
                staged, OwnedDirectory.NewFile(FileAccess.Write, 1, FileOptions.Asynchronous));
            await using (file.ConfigureAwait(false))
            {
                await file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            }

            fileSystem.File.Move(staged, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RegistryLog.CacheNotWritten(logger, path, e.Message);
            TryDelete(staged);
        }
        catch (OperationCanceledException)
        {
            TryDelete(staged);
            throw;
        }
    }

    private void TryDelete(string staged)
    {
        try
        {
            fileSystem.File.Delete(staged);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RegistryLog.CacheNotWritten(logger, staged, e.Message);
        }
    }
}
