using System.IO.Abstractions;
using System.Runtime.Versioning;
using Boternity.Skills.Execution;
using Boternity.Skills.Execution.Managed;
using Boternity.Skills.Tests.Storage;
using Boternity.Skills.Wasm.Programs;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Execution.Managed;

internal sealed class ProfileStoreTests : IDisposable
{
    private const string Fixture = "c-skill.wasm";
    private const string Sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly TemporaryDirectory _home = new();
    private readonly ListLogger<ProfileStore> _log = new();

    private string ProfilePath => _home.PathOf("cache", "profiles", $"{Sha256}.profile");

    public void Dispose() => _home.Dispose();

    [Test]
    public async Task Program_ThatGoes_LeavesWhatWasHotToTheNextProcess()
    {
        await RunOftenAsync(Create());

        string[] lines = await File.ReadAllLinesAsync(ProfilePath);
        Assert.That(lines[0], Is.EqualTo("boternity-profile 1"));
        Assert.That(lines.Count(static line => char.IsAsciiDigit(line[0])), Is.Positive);
        Assert.That(string.Concat(lines[1..]), Does.Match("^[a-z0-9: ]*$"));
        Assert.That(Directory.GetFiles(_home.PathOf("cache", "profiles")), Has.Length.EqualTo(1));
        Assert.That(await RunOnceAsync(Create()), Is.EqualTo("hello"));
    }

    [Test]
    public async Task Program_WithoutBeingKeptProfiles_WritesNothing()
    {
        await RunOftenAsync(Create(isOn: false));

        Assert.That(Directory.Exists(_home.PathOf("cache")), Is.False);
    }

    [Test]
    public async Task Program_WhoseProfileIsDamaged_RunsAndWritesItAnew()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(ProfilePath)!);
        await File.WriteAllTextAsync(ProfilePath, "\0 no profile");

        Assert.That(await RunOnceAsync(Create()), Is.EqualTo("hello"));
        await RunOftenAsync(Create());

        Assert.That(await File.ReadAllTextAsync(ProfilePath), Does.StartWith("boternity-profile 1\n"));
    }

    [Test]
    public async Task Program_WhoseProfileCannotBeKept_RunsAndLogsIt()
    {
        await File.WriteAllTextAsync(_home.PathOf("cache"), "a file where a directory should be");

        await RunOftenAsync(Create());

        Assert.That(_log.Lines, Has.Some.Contains("cannot be read or written"));
        Assert.That(await RunOnceAsync(Create()), Is.EqualTo("hello"));
    }

    [Test]
    public void Find_LargerThanAProfileMayBe_IsNull()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(ProfilePath)!);
        File.WriteAllBytes(ProfilePath, new byte[ProgramProfile.MaxBytes + 1]);

        Assert.That(Create().Find(Sha256), Is.Null);
    }

    [Test]
    public void Save_MoreThanAreKept_RemovesTheOldest()
    {
        ProfileStore store = Create();
        for (int i = 0; i <= ProfileStore.MaxProfiles; i++)
        {
            store.Save($"{i:d64}", "boternity-profile 1\n"u8.ToArray());
            File.SetLastWriteTimeUtc(
                _home.PathOf("cache", "profiles", $"{i:d64}.profile"), DateTime.UnixEpoch.AddMinutes(i + 1));
        }

        store.Save(Sha256, "boternity-profile 1\n"u8.ToArray());

        Assert.That(
            Directory.GetFiles(_home.PathOf("cache", "profiles")), Has.Length.EqualTo(ProfileStore.MaxProfiles));
        Assert.That(store.Find($"{0:d64}"), Is.Null);
        Assert.That(store.Find(Sha256), Is.Not.Null);
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win", Reason = "Windows has no modes.")]
    public void Save_WhatIsKept_IsTheOwnersAlone()
    {
        Create().Save(Sha256, "boternity-profile 1\n"u8.ToArray());

        Assert.That(
            ((string[])[ProfilePath, Path.GetDirectoryName(ProfilePath)!])
                .Select(path => File.GetUnixFileMode(path) & (UnixFileMode)0b000_111_111),
            Is.All.EqualTo(UnixFileMode.None));
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win", Reason = "Windows has no modes.")]
    public void Find_WhereOthersCanWrite_IsNull()
    {
        Create().Save(Sha256, "boternity-profile 1\n"u8.ToArray());
        File.SetUnixFileMode(Path.GetDirectoryName(ProfilePath)!, (UnixFileMode)0b111_111_111);

        Assert.That(Create().Find(Sha256), Is.Null);
        Assert.That(_log.Lines, Has.One.Contains("other users can write it"));
    }

    [Test]
    public async Task Find_WhateverBecomesOfTheFile_GivesBytesOrNothing()
    {
        Create().Save(Sha256, "boternity-profile 1\n"u8.ToArray());
        foreach (FileDamage damage in FileDamage.All)
        {
            await damage.DuringAsync(ProfilePath, async () =>
            {
                byte[]? found = await Task.Run(() => Create().Find(Sha256)).WaitAsync(TimeSpan.FromSeconds(30));
                Assert.That(found?.Length ?? 0, Is.LessThanOrEqualTo(ProgramProfile.MaxBytes), damage.Name);
            });
        }
    }

    private ProfileStore Create(bool isOn = true) => new(
        Options.Create(new BoternitySkillsOptions { CachePath = _home.PathOf("cache"), KeepProfiles = isOn }),
        new FileSystem(),
        _log);

    private static async Task RunOftenAsync(ProfileStore store)
    {
        using IWasmProgram program = await LoadAsync(store);
        long end = Environment.TickCount64 + 60_000;
        int hot = 0;
        while (hot == 0 && Environment.TickCount64 < end)
        {
            for (int i = 0; i < 600; i++)
            {
                await ExecuteAsync(program);
            }

            hot = ProgramProfile.VersionOf(((ManagedProgram)program).Program);
        }

        Assert.That(hot, Is.Positive);
    }

    private static async Task<string> RunOnceAsync(ProfileStore store)
    {
        using IWasmProgram program = await LoadAsync(store);
        return await ExecuteAsync(program);
    }

    private static ValueTask<IWasmProgram> LoadAsync(ProfileStore store) =>
        new ManagedWasmEngine(null, store).LoadAsync(
            new WasmBinary { Kind = WasmBinaryKind.Component, Bytes = FixtureRunner.Read(Fixture) },
            new WasmLoadOptions { Sha256 = Sha256 });

    private static async Task<string> ExecuteAsync(IWasmProgram program)
    {
        using var host = new FixtureHost();
        return (await FixtureRunner.RunAsync(program, FixtureRunner.Request("echo hello", host))).Output;
    }
}
