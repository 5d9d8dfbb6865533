using Boternity.Skills.Capabilities.Files;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Grants;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Tests.Capabilities.Files;

internal sealed class GrantedFileTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();
    private readonly TestHost _host = new();
    private readonly SkillHostSession _session;
    private readonly GrantedDirectory _directory;

    public GrantedFileTests()
    {
        File.WriteAllText(Path, "0123456789");
        _session = _host.Open(new SkillGrants
        {
            Directories =
            [
                new SkillDirectoryGrant
                {
                    GuestPath = "/d", HostPath = _temporary.Root, Access = SkillFileAccess.ReadWrite,
                },
            ],
        });
        _directory = (GrantedDirectory)_session.Files.OpenDirectories().Single().Directory;
    }

    private string Path => _temporary.PathOf("f");

    [Test]
    public void Read_AtAnOffset_ReadsFromThere()
    {
        using GrantedFile file = Open(GuestOpenFlags.Read);
        byte[] buffer = new byte[4];

        Assert.That(file.Read(0, buffer), Is.EqualTo(4));
        Assert.That(buffer, Is.EqualTo("0123"u8.ToArray()));
        Assert.That(file.Read(8, buffer), Is.EqualTo(2));
        Assert.That(buffer, Is.EqualTo("8923"u8.ToArray()));
        Assert.That(file.Read(10, buffer), Is.Zero);
        Assert.That(() => file.Read(-1, buffer), Failed("the offset is negative"));
    }

    [Test]
    public void Write_AtAnOffset_WritesThere()
    {
        using (GrantedFile file = Open(GuestOpenFlags.Write))
        {
            file.Write(2, "ab"u8);
            file.Write(12, "cd"u8);
        }

        Assert.That(File.ReadAllText(Path), Is.EqualTo("01ab456789\0\0cd"));
    }

    [Test]
    public void Write_BeyondWhatCanBeCounted_IsInvalidAndWritesNothing()
    {
        using GrantedFile file = Open(GuestOpenFlags.Write);

        Assert.That(() => file.Write(-1, "x"u8), Failed("the offset is out of range"));
        Assert.That(() => file.Write(long.MaxValue, "x"u8), Failed("the offset is out of range"));
        Assert.That(
            () => file.Write(long.MaxValue - 1, "x"u8),
            Throws.InstanceOf<GuestFileException>().With.Property("Error").EqualTo(GuestFileError.TooLarge));
        Assert.That(new FileInfo(Path).Length, Is.EqualTo(10));
    }

    [TestCase(0)]
    [TestCase(3)]
    [TestCase(20)]
    public void SetLength_Taken_IsTheFiles(int length)
    {
        using GrantedFile file = Open(GuestOpenFlags.Write);

        file.SetLength(length);

        Assert.That(new FileInfo(Path).Length, Is.EqualTo(length));
        Assert.That(() => file.SetLength(-1), Failed("the length is negative"));
    }

    [Test]
    public void SetTimes_OfAFileOpenToWrite_SetsThem()
    {
        DateTimeOffset accessed = DateTimeOffset.UnixEpoch.AddDays(1), modified = DateTimeOffset.UnixEpoch.AddDays(2);
        using GrantedFile file = Open(GuestOpenFlags.Write);
        using GrantedFile read = Open(GuestOpenFlags.Read);

        file.SetTimes(accessed, null);
        file.SetTimes(null, modified);

        Assert.That(
            (new DateTimeOffset(File.GetLastAccessTimeUtc(Path)), new DateTimeOffset(File.GetLastWriteTimeUtc(Path))),
            Is.EqualTo((accessed, modified)));
        Assert.That(
            () => read.SetTimes(accessed, modified),
            Throws.InstanceOf<GuestFileException>().With.Property("Error").EqualTo(GuestFileError.NotPermitted));
    }

    [Test]
    public void Sync_HoweverOpened_Works()
    {
        using GrantedFile read = Open(GuestOpenFlags.Read);
        using GrantedFile written = Open(GuestOpenFlags.Write);

        Assert.That(read.Sync, Throws.Nothing);
        Assert.That(written.Sync, Throws.Nothing);
        Assert.That(
            (read.CanRead, read.CanWrite, written.CanRead, written.CanWrite),
            Is.EqualTo((true, false, false, true)));
    }

    [Test]
    public void ReadAll_OfAFileOpenToWrite_IsNotPermitted()
    {
        using GrantedFile file = Open(GuestOpenFlags.Write);

        Assert.That(
            file.ReadAll,
            Throws.InstanceOf<GuestFileException>()
                .With.Property("Error")
                .EqualTo(GuestFileError.NotPermitted)
                .And.Message.Contains("was not opened for that"));
    }

    public void Dispose()
    {
        _session.Dispose();
        _host.Dispose();
        _temporary.Dispose();
    }

    private static NUnit.Framework.Constraints.EqualStringConstraint Failed(string words) =>
        Throws.InstanceOf<GuestFileException>()
            .With.Property("Error")
            .EqualTo(GuestFileError.Invalid)
            .And.Message.EqualTo(words);

    private GrantedFile Open(GuestOpenFlags flags) => _directory.OpenFile(["f"], flags);
}
