using System.Security.Cryptography;
using System.Text;
using Boternity.Skills.Storage;

namespace Boternity.Skills.Tests.Storage;

/// <summary>The end of a file is given when the whole is what was recorded, however it is read.</summary>
public sealed class VerifiedFileStreamTests
{
    private const string Content = "0123456789";

    public enum Way
    {
        Span,
        Array,
        AsyncMemory,
    }

    [Test]
    public async Task Read_TheFileThatWasRecorded_GivesItAndThenNothing(
        [Values] Way way, [Values(1, 3, 10, 64)] int most)
    {
        await using VerifiedFileStream stream = Open(Content, Content);
        var read = new MemoryStream();
        byte[] buffer = new byte[most];
        int last = 0;
        while (await ReadAsync(stream, way, buffer) is > 0 and var count)
        {
            read.Write(buffer, 0, count);
            last = count;
            Assert.That(stream.Position, Is.EqualTo(read.Length));
        }

        Assert.That(Encoding.UTF8.GetString(read.ToArray()), Is.EqualTo(Content));
        Assert.That(await ReadAsync(stream, way, buffer), Is.Zero, $"after the last {last} bytes");
        Assert.That(stream.Length, Is.EqualTo(Content.Length));
    }

    [TestCase("0123456780", "SHA-256 differs", TestName = "Read_LastByteChanged_IsRefused")]
    [TestCase("x123456789", "SHA-256 differs", TestName = "Read_FirstByteChanged_IsRefused")]
    [TestCase("012345678", "size differs", TestName = "Read_CutByOne_IsRefused")]
    [TestCase("01234567890", "size differs", TestName = "Read_OneMore_IsRefused")]
    [TestCase("", "size differs", TestName = "Read_Empty_IsRefused")]
    public async Task Read_AnotherFile_LeavesNothingOfItsLastPiece(string content, string problem)
    {
        foreach (Way way in Enum.GetValues<Way>())
        {
            foreach (int most in (int[])[1, 3, 10, 11, 64])
            {
                await using VerifiedFileStream stream = Open(content, Content);
                byte[] buffer = new byte[most];
                SkillIntegrityException? error = null;
                int given = 0;
                while (error is null)
                {
                    try
                    {
                        given += await ReadAsync(stream, way, buffer);
                        Assert.That(given, Is.LessThan(Content.Length), $"{way}, {most} at once");
                    }
                    catch (SkillIntegrityException exception)
                    {
                        error = exception;
                    }
                }

                Assert.That(error.Message, Does.Contain(problem));
                int piece = Math.Min(most, Math.Max(0, content.Length - given));
                Assert.That(buffer.Take(piece), Is.All.Zero, $"{way}, {most} at once");
            }
        }
    }

    [Test]
    public async Task Read_IntoNothing_IsNoEnd()
    {
        await using VerifiedFileStream stream = Open(Content, Content);

        Assert.That(stream.Read([]), Is.Zero);
        Assert.That(await stream.ReadAsync(Memory<byte>.Empty), Is.Zero);
        Assert.That(await new StreamReader(stream).ReadToEndAsync(), Is.EqualTo(Content));
    }

    [Test]
    public async Task Read_AnEmptyFile_IsItsEnd()
    {
        await using VerifiedFileStream stream = Open("", "");

        Assert.That(await stream.ReadAsync(new byte[4]), Is.Zero);
        Assert.That(stream.Read(new byte[4]), Is.Zero);
    }

    [Test]
    public void Stream_OtherThanToBeRead_DoesNothing()
    {
        var file = new MemoryStream("0123456789"u8.ToArray());
        VerifiedFileStream stream = Open(file, Content);

        Assert.That((stream.CanRead, stream.CanSeek, stream.CanWrite), Is.EqualTo((true, false, false)));
        Assert.That(() => stream.Seek(0, SeekOrigin.Begin), Throws.InstanceOf<NotSupportedException>());
        Assert.That(() => stream.SetLength(1), Throws.InstanceOf<NotSupportedException>());
        Assert.That(() => stream.Write([1], 0, 1), Throws.InstanceOf<NotSupportedException>());
        Assert.That(() => stream.Position = 0, Throws.InstanceOf<NotSupportedException>());
        stream.Flush();
        stream.Dispose();
        Assert.That(file.CanRead, Is.False, "the file is closed with it");
        Assert.That(() => stream.Read(new byte[1]), Throws.InstanceOf<ObjectDisposedException>());
    }

    private static async Task<int> ReadAsync(VerifiedFileStream stream, Way way, byte[] buffer) => way switch
    {
        Way.Span => stream.Read(buffer.AsSpan()),
        Way.Array => stream.Read(buffer, 0, buffer.Length),
        _ => await stream.ReadAsync(buffer.AsMemory()),
    };

    private static VerifiedFileStream Open(string content, string recorded) =>
        Open(new MemoryStream(Encoding.UTF8.GetBytes(content)), recorded);

    private static VerifiedFileStream Open(Stream file, string recorded) => new(
        file,
        new InstalledFile
        {
            Path = "a.txt",
            Size = recorded.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(recorded))),
        },
        problem => new SkillIntegrityException("probe", "a.txt", problem));
}
