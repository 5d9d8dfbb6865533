using System.Diagnostics;
using System.Runtime.Versioning;
using Boternity.Skills.Wasmtime.Artifacts;

namespace Boternity.Skills.Wasmtime.Tests.Artifacts;

/// <summary>What may be above a directory of machine code.</summary>
[TestFixture]
[UnsupportedOSPlatform("windows")]
[Platform(Exclude = "Win", Reason = "Modes, owners and groups are Unix's.")]
internal sealed class DirectoriesAboveTests
{
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Shared = Mine | UnixFileMode.GroupRead | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    // No group of any system that tests run on.
    private const string SomeGroup = "54321";

    private TemporaryDirectory _disk = null!;

    [SetUp]
    public void SetUp() => _disk = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _disk.Dispose();

    [Test]
    public void Check_WhatIsItsUsersAlone_IsTaken()
    {
        Directory.CreateDirectory(_disk.PathOf("a", "b", "cache"));

        Assert.That(() => Check("a", "b", "cache"), Throws.Nothing);
        Assert.That(() => Check("a", "..", "a", ".", "b", "cache"), Throws.Nothing);
    }

    [TestCase("a")]
    [TestCase("a/b")]
    public void Check_WhereAGroupCanWriteToAnyDirectoryAbove_IsRefused(string above)
    {
        Directory.CreateDirectory(_disk.PathOf("a", "b", "cache"));
        GiveToAGroup(above, Shared);

        Assert.That(
            () => Check("a", "b", "cache"),
            Throws.InstanceOf<IOException>().With.Message.Contains(
                $"'{_disk.PathOf(above)}', which its group can write to"));
    }

    [Test]
    public void Check_WhereAGroupCanWriteToTheDirectoryItself_IsNotItsMatter()
    {
        Directory.CreateDirectory(_disk.PathOf("cache"));
        GiveToAGroup("cache", Shared);

        Assert.That(() => Check("cache"), Throws.Nothing, "the directory has a check of its own");
    }

    [Test]
    public void Check_WhereNobodyCanReplaceWhatIsAnothers_IsTaken()
    {
        Directory.CreateDirectory(_disk.PathOf("a", "cache"));
        GiveToAGroup("a", Shared | UnixFileMode.StickyBit);

        Assert.That(() => Check("a", "cache"), Throws.Nothing);
    }

    [Test]
    public void Check_WhereAllCanWriteToAnyDirectoryAbove_IsRefused()
    {
        Directory.CreateDirectory(_disk.PathOf("a", "b", "cache"));
        SetMode("a", Shared | UnixFileMode.OtherWrite);

        Assert.That(
            () => Check("a", "b", "cache"),
            Throws.InstanceOf<IOException>().With.Message.Contains("which every user can write to"));
    }

    [TestCase("link/cache", "open/cache", Description = "It leads below a directory that others can write to.")]
    [TestCase("open/link/cache", "safe/cache", Description = "Others can replace the link.")]
    [TestCase("first/cache", "open/cache", Description = "A link leads to a link.")]
    public void Check_ThroughLinks_IsRefusedWhereOthersCanWriteOnTheWay(string way, string directory)
    {
        Directory.CreateDirectory(_disk.PathOf("safe", "cache"));
        Directory.CreateDirectory(_disk.PathOf("open", "cache"));
        Directory.CreateSymbolicLink(_disk.PathOf("link"), "open");
        Directory.CreateSymbolicLink(_disk.PathOf("first"), "safe/../link");
        Directory.CreateSymbolicLink(_disk.PathOf("open", "link"), _disk.PathOf("safe"));
        Assert.That(() => DirectoriesAbove.Check(_disk.PathOf(way)), Throws.Nothing);
        SetMode("open", Shared | UnixFileMode.OtherWrite);

        Assert.That(Directory.Exists(_disk.PathOf(directory)), Is.True);
        Assert.That(
            () => DirectoriesAbove.Check(_disk.PathOf(way)),
            Throws.InstanceOf<IOException>().With.Message.Contains($"'{_disk.PathOf("open")}'"));
    }

    [Test]
    public void Check_LinksInACircle_AreTooMany()
    {
        Directory.CreateSymbolicLink(_disk.PathOf("a"), "b");
        Directory.CreateSymbolicLink(_disk.PathOf("b"), "a");

        Assert.That(
            () => Check("a", "cache"), Throws.InstanceOf<IOException>().With.Message.Contains("too many links"));
    }

    [Test]
    [Platform("Linux", Reason = "Elsewhere the base library does not say who owns a directory.")]
    public void Check_BelowADirectoryOfAnotherUser_IsRefused()
    {
        Directory.CreateDirectory(_disk.PathOf("a", "cache"));
        Run("chown", "65534", _disk.PathOf("a"));

        Assert.That(
            () => Check("a", "cache"),
            Throws.InstanceOf<IOException>().With.Message.Contains("which is another user's"));
    }

    private void Check(params string[] parts) => DirectoriesAbove.Check(_disk.PathOf(parts));

    private void GiveToAGroup(string path, UnixFileMode mode)
    {
        Run("chgrp", SomeGroup, _disk.PathOf(path));
        SetMode(path, mode);
    }

    private void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_disk.PathOf(path), mode);
        }
    }

    private static void Run(string command, string who, string path)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(command, [who, path]) { RedirectStandardError = true })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            Assert.Ignore("Only root can give a directory away: run the tests as root.");
        }
    }
}
