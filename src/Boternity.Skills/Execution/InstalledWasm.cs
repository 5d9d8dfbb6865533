using System.IO.Abstractions;
using System.Security.Cryptography;
using Boternity.Skills.Permissions;
using Boternity.Skills.Storage;

namespace Boternity.Skills.Execution;

/// <summary>Reads the <c>skill.wasm</c> of an installed skill, and only the one that was installed.</summary>
internal sealed class InstalledWasm(IFileSystem fileSystem, ISkillStore? store)
{
    public static InstalledFile FileOf(InstalledSkill skill) =>
        skill.Files.FirstOrDefault(file => file.Path == SkillPackage.WasmFileName) is { } file
            && skill is { WasmPath: not null, WasmKind: not null }
            ? file
            : throw new SkillStoreException(
                SkillErrorCodes.StoreEntryDamaged,
                skill.SkillId,
                $"'{skill.SkillId}' is a tool skill without a recorded {SkillPackage.WasmFileName}.");

    /// <exception cref="SkillIntegrityException">It is gone, or its SHA-256 is not the one that was
    /// recorded.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(InstalledSkill skill, CancellationToken cancellationToken)
    {
        if (store is not null)
        {
            return (await store.OpenForExecutionAsync(skill, cancellationToken).ConfigureAwait(false)).Bytes;
        }

        InstalledFile file = FileOf(skill);
        byte[]? bytes;
        try
        {
            bytes = await PlainFile
                .ReadAsync(fileSystem, skill.WasmPath!, file.Size, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SkillIntegrityException(
                skill.SkillId,
                file.Path,
                $"{file.Path} of '{skill.SkillId}' cannot be read: {exception.Message}.",
                exception);
        }

        return bytes is not null && Convert.ToHexStringLower(SHA256.HashData(bytes)) == file.Sha256
            ? bytes
            : throw new SkillIntegrityException(
                skill.SkillId,
                file.Path,
                $"{file.Path} of '{skill.SkillId}' is not the file that was installed: its SHA-256 differs.");
    }
}
