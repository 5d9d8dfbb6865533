using System.IO.Abstractions;
using Boternity.Skills.Permissions;
using Boternity.Skills.Search;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries;

/// <summary>
/// The search index of a registry on disk. Written beside and renamed; what is damaged or of other skills is built
/// again; a disk that fails costs that, never an answer.
/// </summary>
/// <param name="fileSystem">Holds it.</param>
/// <param name="path">The file.</param>
/// <param name="mayUse">Whether its directory is nobody else's to write.</param>
/// <param name="logger">Is told of damage and of a disk that fails.</param>
internal sealed class RegistrySearchFile(IFileSystem fileSystem, string path, Func<bool> mayUse, ILogger logger)
{
    /// <summary>The index of these skills; null where there is none.</summary>
    public async ValueTask<SkillSearchIndex?> ReadAsync(
        IReadOnlyList<DiscoveredSkill> skills, CancellationToken cancellationToken)
    {
        try
        {
            if (!fileSystem.File.Exists(path) || !mayUse())
            {
                return null;
            }

            byte[] bytes = await PlainFile
                .ReadAsync(fileSystem, path, SearchIndexFormat.MaxBytes, cancellationToken)
                .ConfigureAwait(false)
                ?? throw new InvalidDataException($"it is larger than {SearchIndexFormat.MaxBytes} bytes");
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
        if (bytes.Length > SearchIndexFormat.MaxBytes || !mayUse())
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
