using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Boternity.Skills.Scripts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Runtimes.Python.Tests;

/// <summary>Packages that a host adds: checked, and imported by scripts.</summary>
public sealed class PythonPackageTests : IDisposable
{
    private const string Pure = "greeter-1.2-py3-none-any.whl";

    private readonly TemporaryDirectory _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Test]
    public async Task Run_ScriptThatImportsAPackage_FindsIt()
    {
        PythonPackageFile package = WriteWheel(Pure, [
            ("greeter/__init__.py", "from importlib import metadata, resources\nVERSION = metadata.version('greeter')\n"
                + "def greet(name):\n    return resources.files(__name__).joinpath('text.txt').read_text() + name\n"),
            ("greeter/text.txt", "Hello, "),
            ("greeter-1.2.dist-info/METADATA", "Metadata-Version: 2.1\nName: greeter\nVersion: 1.2\n"),
            ("greeter-1.2.data/purelib/extra.py", "X = 1\n"),
            ("greeter-1.2.data/scripts/run", "#!python\n"),
        ]);
        using var bench = new PythonBench(options => options.Packages.Add(package));

        InstalledSkill skill = await bench.InstallAsync(
            "greets", "import extra, greeter\nprint(greeter.greet('Ada'), greeter.VERSION, extra.X)\n");
        SkillScriptResult result = await bench.Executor.ExecuteScriptAsync(skill, "scripts/main.py");

        Assert.That(skill.Scripts.Single().Findings, Is.Empty);
        Assert.That(result.OutputText, Is.EqualTo("Hello, Ada 1.2 1\n"), result.ErrorText);
    }

    [Test]
    public async Task Run_ScriptThatImportsAPackage_ImportsWhatWasCompiledInTheSandbox()
    {
        PythonPackageFile package = WriteWheel(Pure, [
            ("greeter/__init__.py", "NAMES = {'a', 'b'}\ndef fail():\n    raise ValueError('no')\n"),
            ("greeter/old.py", "print 'of another version'\n"),
            ("greeter/data.json", "{}"),
        ]);
        using var bench = new PythonBench(options => options.Packages.Add(package));

        SkillScriptResult result = await bench.RunAsync("""
            import traceback, zipfile, greeter
            print(zipfile.ZipFile(greeter.__file__.partition(".zip")[0] + ".zip").namelist())
            print(greeter.__file__)
            try:
                greeter.fail()
            except ValueError:
                print(traceback.format_exc().splitlines()[-2])
            try:
                import greeter.old
            except SyntaxError as error:
                print(error.filename)
            """);

        Assert.That(
            result.OutputText.Split('\n'),
            Is.EqualTo(new[]
            {
                "['greeter/__init__.pyc', 'greeter/data.json', 'greeter/old.py']",
                "/usr/lib/python/site-packages.zip/greeter/__init__.pyc",
                "  File \"/usr/lib/python/site-packages.zip/greeter/__init__.py\", line 3, in fail",
                "/usr/lib/python/site-packages.zip/greeter/old.py",
                "",
            }),
            result.ErrorText);
    }

    [Test]
    public void Packages_OfOptionsAndDirectory_AreRecordedWithTheirDigests()
    {
        PythonPackageFile package = WriteWheel(Pure, [("greeter.py", "")]);
        PythonPackageFile other = WriteWheel("wheels/other-2.0-py2.py3-none-any.whl", [("other.py", "")]);
        var options = new PythonOptions { WheelDirectory = Path.GetDirectoryName(other.Path) };
        options.Packages.Add(package);

        Assert.That(
            new PythonRuntime(options).Packages,
            Is.EqualTo(new[]
            {
                new ScriptPackage { Name = "greeter", Version = "1.2", Sha256 = package.Sha256 },
                new ScriptPackage { Name = "other", Version = "2.0", Sha256 = other.Sha256 },
            }));
    }

    [TestCase("greeter-1.2-cp313-cp313-linux_x86_64.whl", "machine code")]
    [TestCase("greeter-1.2-py2-none-any.whl", "py3-none-any")]
    [TestCase("greeter.whl", "not named")]
    [TestCase("greeter-1.2.tar.gz", "not named")]
    public void Packages_FileThatIsNoPureWheel_IsRefused(string fileName, string reason) =>
        Assert.That(Refusal(WriteWheel(fileName, [("greeter.py", "")])), Does.Contain(fileName).And.Contain(reason));

    [TestCase("../greeter.py")]
    [TestCase("/greeter.py")]
    [TestCase("a//greeter.py")]
    [TestCase("a/../../greeter.py")]
    [TestCase("a\\greeter.py")]
    [TestCase("c:greeter.py")]
    [TestCase("a\ngreeter.py")]
    public void Packages_PathThatLeavesThePackage_IsRefused(string path) =>
        Assert.That(Refusal(WriteWheel(Pure, [(path, "")])), Does.Contain("a path in it"));

    [TestCase("greeter/core.cpython-313-x86_64-linux-gnu.so")]
    [TestCase("greeter/core.pyd")]
    public void Packages_MachineCodeInside_IsRefused(string path) =>
        Assert.That(Refusal(WriteWheel(Pure, [(path, "")])), Does.Contain(path).And.Contain("machine code"));

    [Test]
    public void Packages_LinkInside_IsRefused()
    {
        PythonPackageFile package = WriteWheel(
            Pure, [("greeter.py", "/etc/passwd")], attributes: unchecked((int)0xA1FF0000));

        Assert.That(Refusal(package), Does.Contain("'greeter.py' in it is a link"));
    }

    [Test]
    public void Packages_FileTwice_IsRefused() =>
        Assert.That(Refusal(WriteWheel(Pure, [("greeter.py", "1"), ("greeter.py", "2")])), Does.Contain("twice"));

    [Test]
    public void Packages_OtherDigest_IsRefused()
    {
        PythonPackageFile package = WriteWheel(Pure, [("greeter.py", "")]);
        package.Sha256 = new string('0', 64);

        Assert.That(Refusal(package), Does.Contain("SHA-256").And.Contain(package.Sha256));
    }

    [Test]
    public void Packages_DamagedOrMissing_IsRefused()
    {
        string path = _temporary.PathOf(Pure);
        File.WriteAllText(path, "no archive");
        var damaged = new PythonPackageFile
        {
            Path = path,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))),
        };
        var missing = new PythonPackageFile
        {
            Path = _temporary.PathOf("b-1-py3-none-any.whl"),
            Sha256 = damaged.Sha256,
        };

        Assert.That(Refusal(damaged), Does.Contain("damaged"));
        Assert.That(Refusal(missing), Does.Contain("cannot be read"));
    }

    [Test]
    public void Packages_OverALimit_AreRefusedWithItsName()
    {
        PythonPackageFile package = WriteWheel(Pure, [("a.py", new string('x', 5000)), ("b.py", "")]);

        Assert.That(
            Refusal(package, static options => options.MaxPackageBytes = 4999), Does.Contain("MaxPackageBytes"));
        Assert.That(
            Refusal(package, static options => options.MaxPackageFiles = 1), Does.Contain("MaxPackageFiles"));
        Assert.That(
            Refusal(package, static options => options.MaxWheelBytes = 100), Does.Contain("MaxWheelBytes"));
    }

    [Test]
    public void Packages_TwoOfOneNameOrFile_AreRefused()
    {
        PythonPackageFile first = WriteWheel(Pure, [("greeter.py", "1")]);
        PythonPackageFile newer = WriteWheel("greeter-1.3-py3-none-any.whl", [("greeter.py", "2")]);
        PythonPackageFile other = WriteWheel("other-1.0-py3-none-any.whl", [("greeter.py", "3")]);
        PythonPackageFile same = WriteWheel("same-1.0-py3-none-any.whl", [("greeter.py", "1")]);

        Assert.That(Refusal(first, options => options.Packages.Add(newer)), Does.Contain("same package"));
        Assert.That(
            Refusal(first, options => options.Packages.Add(other)),
            Does.Contain("'greeter.py' is in").And.Contain(Pure));
        var options = new PythonOptions();
        options.Packages.Add(first);
        options.Packages.Add(same);
        Assert.That(new PythonRuntime(options).Packages, Has.Count.EqualTo(2));
    }

    [TestCase("relative-1-py3-none-any.whl", "0", "absolute")]
    [TestCase("/x-1-py3-none-any.whl", "12", "64 digits")]
    public void AddPythonPackage_WhatCannotBe_IsRefusedAtTheStart(string path, string sha256, string reason)
    {
        var services = new ServiceCollection();
        services.AddBoternitySkills().AddPythonPackage(path, sha256);
        using ServiceProvider provider = services.BuildServiceProvider();

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(
            () => _ = provider.GetRequiredService<IOptions<PythonOptions>>().Value)!;

        Assert.That(error.Message, Does.Contain(path).And.Contain(reason));
    }

    [Test]
    public void AddPython_Twice_IsOneRuntime()
    {
        var services = new ServiceCollection();
        services.AddBoternitySkills().AddPython().AddPython().AddPythonPackage("/a", "b");

        Assert.That(services.Count(static service => service.ServiceType == typeof(IScriptRuntime)), Is.EqualTo(1));
    }

    private static string Refusal(PythonPackageFile package, Action<PythonOptions>? configure = null)
    {
        var options = new PythonOptions();
        options.Packages.Add(package);
        configure?.Invoke(options);
        ScriptRuntimeException error =
            Assert.Throws<ScriptRuntimeException>(() => _ = new PythonRuntime(options).Packages)!;
        Assert.That((error.Code, error.Runtime), Is.EqualTo((SkillErrorCodes.ScriptRuntimeUnusable, "python")));
        return error.Message;
    }

    private PythonPackageFile WriteWheel(
        string name, IReadOnlyList<(string Path, string Text)> files, int attributes = 0)
    {
        string path = _temporary.PathOf([Guid.NewGuid().ToString("N"), .. name.Split('/')]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            foreach ((string file, string text) in files)
            {
                ZipArchiveEntry entry = archive.CreateEntry(file);
                entry.ExternalAttributes = attributes;
                using Stream stream = entry.Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return new PythonPackageFile
        {
            Path = path,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))),
        };
    }
}
