using System.Security.Cryptography;
using Boternity.Skills.Permissions;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Scripts;

/// <summary>
/// A file of an installed skill. What a guest reads is what was installed: the whole file is compared when it is
/// opened, and read through the same handle afterwards.
/// </summary>
internal sealed class SkillFile(InstalledSkill skill, InstalledFile file) : FixedFile(file.Path, file.Size)
{
    public override IFixedContent Open()
    {
        string path = System.IO.Path.Combine([skill.RootPath, .. file.Path.Split('/')]);
        FileStream? stream = null;
        try
        {
            PlainFile.ThrowIfSpecial(path);
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (stream.Length != file.Size
                || Convert.ToHexStringLower(SHA256.HashData(stream)) != file.Sha256)
            {
                throw new GuestFileException(GuestFileError.Io, $"{file.Path} is not the file that was installed");
            }

            var content = new Content(stream);
            stream = null;
            return content;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GuestFileException(GuestFileError.NotFound, innerException: exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GuestFileException(GuestFileError.Io, innerException: exception);
        }
        finally
        {
            stream?.Dispose();
        }
    }

    private sealed class Content(FileStream stream) : IFixedContent
    {
        public int Read(long offset, Span<byte> buffer)
        {
            try
            {
                return RandomAccess.Read(stream.SafeFileHandle, buffer, offset);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                throw new GuestFileException(GuestFileError.Io, innerException: exception);
            }
        }

        public void Dispose() => stream.Dispose();
    }
}
