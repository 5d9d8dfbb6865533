using System.Buffers.Binary;
using System.Text;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Grants;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Wasi.Preview1;

namespace Boternity.Skills.Tests.Capabilities.Files;

/// <summary>Preview 1 over a granted directory on a real disk: what the WASI project's suite asks for.</summary>
public sealed class Preview1FileTests
{
    private const ulong Root = 3;
    private const int Path = 64;
    private const int Other = 256;
    private const int Result = 1000;
    private const int Buffer = 2048;

    private const uint Create = 1;
    private const uint OnlyDirectory = 2;
    private const uint Truncate = 8;

    private const ulong Read = 1UL << 1;
    private const ulong SetFlags = 1UL << 3;
    private const ulong Write = 1UL << 6;
    private const ulong SetPathSize = 1UL << 19;

    private readonly TemporaryDirectory _directory = new();
    private readonly TestHost _host = new();
    private SkillHostSession _session = null!;
    private Preview1Guest _guest = null!;

    [SetUp]
    public void SetUp() => Open(SkillFileAccess.Read | SkillFileAccess.Write);

    [TearDown]
    public void TearDown()
    {
        _guest.Dispose();
        _session.Dispose();
        _host.Dispose();
        _directory.Dispose();
    }

    [Test]
    public void FdReaddir_OfADirectory_ListsItselfItsParentAndNodes()
    {
        File.WriteAllText(_directory.PathOf("file"), "text");
        Directory.CreateDirectory(_directory.PathOf("sub"));

        (string Name, byte Type, ulong Node)[] entries = [.. List()];

        Assert.That(entries.Select(e => e.Name), Is.EqualTo(new[] { ".", "..", "file", "sub" }));
        Assert.That(entries.Select(e => e.Type), Is.EqualTo(new byte[] { 3, 3, 4, 3 }));
        Assert.That(entries[2].Node, Is.EqualTo(NodeOf("file")).And.Not.Zero);
        Assert.That(entries[0].Node, Is.EqualTo(NodeOf(".")));
        Assert.That(entries[1].Node, Is.Zero, "what is above a preopen is none of the guest's business");
    }

    [Test]
    public void PathUnlinkFile_WithATrailingSlash_IsAnErrorAndDeletesNothing()
    {
        File.WriteAllText(_directory.PathOf("file"), "text");

        Assert.That(Call("path_unlink_file", "file/"), Is.EqualTo(Errno.NotDirectory));
        Assert.That(OpenFile("file/", 0, Read, 0), Is.EqualTo(Errno.NotDirectory));
        Assert.That(Call("path_remove_directory", "file/"), Is.EqualTo(Errno.NotDirectory));
        Assert.That(File.ReadAllText(_directory.PathOf("file")), Is.EqualTo("text"));
    }

    [Test]
    public void PathRemoveDirectory_WithATrailingSlash_RemovesIt()
    {
        Directory.CreateDirectory(_directory.PathOf("sub"));

        Assert.That(Call("path_remove_directory", "sub/"), Is.EqualTo(Errno.Success));
        Assert.That(Directory.Exists(_directory.PathOf("sub")), Is.False);
    }

    [Test]
    public void FdFdstatGet_AfterFlagsWereSet_ReportsThem()
    {
        Assert.That(OpenFile("file", Create, Read | Write | SetFlags, 1), Is.EqualTo(Errno.Success));
        uint file = _guest.GetU32(Result);

        Assert.That(FlagsOf(file), Is.EqualTo(1), "append, as it was opened with");
        Assert.That(_guest.Call("fd_fdstat_set_flags", file, 4), Is.EqualTo(Errno.Success));
        Assert.That(FlagsOf(file), Is.EqualTo(4));
        Assert.That(_guest.Call("fd_fdstat_set_flags", file, 1 << 9), Is.EqualTo(Errno.Invalid));
    }

    [Test]
    public void PathOpen_ToTruncateWithoutRights_EmptiesTheFileAndCannotWriteIt()
    {
        File.WriteAllText(_directory.PathOf("file"), "text");

        Assert.That(OpenFile("file", Truncate, 0, 0), Is.EqualTo(Errno.Success));
        uint file = _guest.GetU32(Result);

        Assert.That(new FileInfo(_directory.PathOf("file")).Length, Is.Zero);
        _guest.PutU32(0, Buffer);
        _guest.PutU32(4, 1);
        Assert.That(_guest.Call("fd_write", file, 0, 1, Result), Is.EqualTo(Errno.NotCapable));
    }

    [Test]
    public void FdFdstatSetRights_RightsGivenUp_AreHonouredAndNotHadBack()
    {
        File.WriteAllText(_directory.PathOf("file"), "text");
        (ulong rights, ulong below) = RightsOf((uint)Root);
        Assert.That(rights & SetPathSize, Is.Not.Zero);

        Assert.That(
            _guest.Call("fd_fdstat_set_rights", Root, rights & ~SetPathSize, below & ~Write),
            Is.EqualTo(Errno.Success));

        Assert.That(RightsOf((uint)Root), Is.EqualTo((rights & ~SetPathSize, below & ~Write)));
        Assert.That(OpenFile("file", Truncate, Read, 0), Is.EqualTo(Errno.NotCapable));
        Assert.That(_guest.Call("fd_fdstat_set_rights", Root, rights, below), Is.EqualTo(Errno.NotCapable));
        Assert.That(OpenFile("file", 0, Read | Write, 0), Is.EqualTo(Errno.Success));
        uint file = _guest.GetU32(Result);
        _guest.PutU32(0, Buffer);
        _guest.PutU32(4, 1);
        Assert.That(_guest.Call("fd_write", file, 0, 1, Result), Is.EqualTo(Errno.NotCapable));
        Assert.That(File.ReadAllText(_directory.PathOf("file")), Is.EqualTo("text"));
    }

    [Test]
    public void PathOpen_DirectoryToWriteTo_IsAnError() =>
        Assert.That(OpenFile(".", OnlyDirectory, Read | Write, 0), Is.EqualTo(Errno.IsDirectory));

    [Test]
    public void Writing_BelowAReadOnlyMount_IsThatErrorAndEndsNoRun()
    {
        File.WriteAllText(_directory.PathOf("file"), "text");
        Directory.CreateDirectory(_directory.PathOf("sub"));
        _guest.Dispose();
        _session.Dispose();
        Open(SkillFileAccess.Read);

        Assert.That(OpenFile("file", 0, Read | Write, 0), Is.EqualTo(Errno.ReadOnly));
        Assert.That(OpenFile("new", Create, Write, 0), Is.EqualTo(Errno.ReadOnly));
        Assert.That(Call("path_create_directory", "new"), Is.EqualTo(Errno.ReadOnly));
        Assert.That(Call("path_unlink_file", "file"), Is.EqualTo(Errno.ReadOnly));
        Assert.That(Call("path_remove_directory", "sub"), Is.EqualTo(Errno.ReadOnly));
        Assert.That(_session.Violation, Is.Null);
    }

    [TestCase(100)]
    [TestCase(0)]
    public void FilestatGet_OfAFile_TellsItsTimesNoFinerThanTheClock(int microseconds)
    {
        string path = _directory.PathOf("file");
        File.WriteAllText(path, "text");
        DateTime when = DateTime.UnixEpoch.AddTicks(1_234_567_891);
        File.SetLastWriteTimeUtc(path, when);
        File.SetLastAccessTimeUtc(path, when);
        _guest.Dispose();
        _session.Dispose();
        Open(SkillFileAccess.Read | SkillFileAccess.Write, TimeSpan.FromMicroseconds(microseconds));

        Assert.That(
            _guest.Call("path_filestat_get", Root, 0, Path, _guest.Put(Path, "file"), Other),
            Is.EqualTo(Errno.Success));
        (ulong accessed, ulong modified, ulong changed) =
            (_guest.GetU64(Other + 40), _guest.GetU64(Other + 48), _guest.GetU64(Other + 56));
        Assert.That(OpenFile("file", 0, Read, 0), Is.EqualTo(Errno.Success));
        Assert.That(_guest.Call("fd_filestat_get", _guest.GetU32(Result), Other), Is.EqualTo(Errno.Success));

        ulong expected = microseconds == 0 ? 123_456_789_100UL : 123_456_700_000UL;
        Assert.That((accessed, modified), Is.EqualTo((expected, expected)));
        Assert.That(_guest.GetU64(Other + 48), Is.EqualTo(expected));
        if (microseconds > 0)
        {
            Assert.That(changed % 100_000, Is.Zero, "which no program can set");
        }
    }

    private void Open(SkillFileAccess access, TimeSpan resolution = default)
    {
        _session = _host.Open(SkillGrants.None with
        {
            Directories = [new() { GuestPath = "/", HostPath = _directory.Root, Access = access }],
        });
        _guest = new Preview1Guest(new GuestOptions
        {
            System = new GuestSystem { FileSystem = _session.Files },
            ClockResolution = resolution,
        });
    }

    private Errno Call(string function, string path) => _guest.Call(function, Root, Path, _guest.Put(Path, path));

    [Test]
    public void PathOpen_LongerThanAnyPath_IsRefusedBeforeATextIsMadeOfIt()
    {
        _guest.Memory.Slice(Buffer, 4097).Fill(0xFF);

        Assert.That(
            _guest.Call("path_filestat_get", Root, 0, Buffer, 4096, Other), Is.EqualTo(Errno.IllegalByteSequence));
        Assert.That(_guest.Call("path_filestat_get", Root, 0, Buffer, 4097, Other), Is.EqualTo(Errno.NameTooLong));
    }

    private Errno OpenFile(string path, uint flags, ulong rights, uint fileFlags) => _guest.Call(
        "path_open", Root, 0, Path, _guest.Put(Path, path), flags, rights, 0, fileFlags, Result);

    private int FlagsOf(uint file)
    {
        _guest.Call("fd_fdstat_get", file, Other);
        return BinaryPrimitives.ReadUInt16LittleEndian(_guest.Memory[(Other + 2)..]);
    }

    private (ulong Rights, ulong Below) RightsOf(uint file)
    {
        _guest.Call("fd_fdstat_get", file, Other);
        return (_guest.GetU64(Other + 8), _guest.GetU64(Other + 16));
    }

    private ulong NodeOf(string path)
    {
        Assert.That(
            _guest.Call("path_filestat_get", Root, 0, Path, _guest.Put(Path, path), Other), Is.EqualTo(Errno.Success));
        return _guest.GetU64(Other + 8);
    }

    private List<(string Name, byte Type, ulong Node)> List()
    {
        Assert.That(_guest.Call("fd_readdir", Root, Buffer, 4096, 0, Result), Is.EqualTo(Errno.Success));
        int used = (int)_guest.GetU32(Result);
        var entries = new List<(string, byte, ulong)>();
        for (int at = Buffer; at < Buffer + used;)
        {
            int length = (int)_guest.GetU32(at + 16);
            entries.Add((
                Encoding.UTF8.GetString(_guest.Memory.Slice(at + 24, length)),
                _guest.Memory[at + 20],
                _guest.GetU64(at + 8)));
            at += 24 + length;
        }

        return entries;
    }
}
