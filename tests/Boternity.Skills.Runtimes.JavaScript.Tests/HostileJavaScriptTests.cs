using Boternity.Skills.Execution;

namespace Boternity.Skills.Runtimes.JavaScript.Tests;

/// <summary>Scripts that mean harm end as they should, and leave nothing to the next one.</summary>
public sealed class HostileJavaScriptTests : IDisposable
{
    private readonly JavaScriptBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [TestCase("for (;;) {}")]
    [TestCase("/(a+)+$/.test('a'.repeat(64) + 'b')")]
    [TestCase("for (;;) { try { for (;;) {} } catch {} finally { continue; } }")]
    [TestCase("(function again() { Promise.resolve().then(again); })()")]
    [TestCase("(function again() { process.nextTick(again); })()")]
    [TestCase("(function again() { setImmediate(again); })()")]
    [TestCase("process.on('exit', () => { for (;;) {} })")]
    [TestCase("process.on('uncaughtException', () => {}); setInterval(() => { throw 1; }, 0); for (;;) {}")]
    public async Task Run_EndlessWork_EndsAtItsFuel(string script)
    {
        SkillLimits limits = new() { MaxFuel = 100_000_000 };

        SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => _bench.RunAsync(script, new SkillScriptOptions { Limits = limits })))!;

        Assert.That(error.Kind, Is.EqualTo(SkillLimitKind.Fuel));
    }

    [Test]
    public async Task Run_EndlessSleep_EndsAtItsTime()
    {
        SkillLimits limits = new() { Timeout = TimeSpan.FromSeconds(2) };

        SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => _bench.RunAsync("setTimeout(() => {}, 1e8)", new SkillScriptOptions { Limits = limits })))!;

        Assert.That(error.Kind, Is.EqualTo(SkillLimitKind.Time));
    }

    [Test]
    public async Task Run_MemoryWithoutEnd_IsAnErrorOrTheLimit()
    {
        // The interpreter sees that memory does not grow; a script can catch that, and gets no further.
        SkillScriptResult result = await _bench.RunAsync("""
            const kept = [];
            let message;
            try {
              for (;;) kept.push(new Uint8Array(1 << 20).fill(1));
            } catch (error) {
              message = error.message;
            }
            const { length } = kept;
            kept.length = 0;
            console.log(message, length < 256);
            """);

        Assert.That(result.OutputText, Is.EqualTo("out of memory true\n"), result.ErrorText);
        Assert.That(result.PeakMemoryBytes, Is.LessThanOrEqualTo(256L << 20));
    }

    [Test]
    public async Task Run_RecursionWithoutEnd_IsARangeErrorThatCanBeCaught()
    {
        SkillScriptResult result = await _bench.RunAsync("""
            const kinds = [
              () => (function f() { return f() + 1; })(),
              () => {
                const deep = [];
                for (let at = deep, i = 0; i < 500; i++) at = at[0] = [];
                JSON.stringify(deep);
              },
              () => JSON.parse('['.repeat(1e5)),
              () => { const o = { get x() { return this.x; } }; return o.x; },
              () => new RegExp('('.repeat(200) + ')'.repeat(200)),
              () => eval('('.repeat(1e5)),
              () => {
                const a = [];
                a[0] = a;
                a.toString = function () { return this.join(); };
                return String(a) + [[a]];
              },
              () => { const f = (n) => [1].map(() => f(n + 1)); f(0); },
              () => { class A { constructor() { new A(); } } new A(); },
              () => { const p = new Proxy({}, { get: (t, k, r) => r[k] }); return p.x; },
            ];
            for (const run of kinds) {
              try { run(); console.log('fine'); } catch (error) { console.log(error.name); }
            }
            """);

        Assert.That(result.ExitCode, Is.Zero, result.ErrorText);
        string[] lines = result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(10));
        Assert.That(lines.Distinct(), Is.SubsetOf(new[] { "fine", "RangeError", "SyntaxError", "InternalError" }));
        Assert.That(lines[0], Is.EqualTo("RangeError"));
    }

    [TestCase("for (;;) process.stdout.write('x'.repeat(100000))")]
    [TestCase("const fs = require('fs'); for (;;) fs.writeSync(1, 'x'.repeat(100000))")]
    public async Task Run_OutputWithoutEnd_EndsAtItsLimit(string script)
    {
        SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => _bench.RunAsync(script)))!;

        Assert.That(error.Kind, Is.EqualTo(SkillLimitKind.Output));
    }

    [Test]
    public async Task Run_PathsOfTheHost_AreNotThere()
    {
        string secret = _bench.PathOf("secret.txt");
        await File.WriteAllTextAsync(secret, "secret");
        string work = _bench.PathOf("work");
        Directory.CreateDirectory(work);
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(Path.Combine(work, "link"), secret);
            File.CreateSymbolicLink(Path.Combine(work, "folder"), Path.GetDirectoryName(secret)!);
        }

        SkillScriptResult result = await _bench.RunAsync(
            """
            const fs = require('fs');
            const secret = process.env.SECRET;
            for (const path of ['/etc/passwd', '../../etc/passwd', '/workspace/../../../etc/passwd',
              '/skill/../../etc/passwd', secret, 'link', 'folder/secret.txt', '/proc/self/environ',
              '/tmp/../etc/passwd', 'file:///etc/passwd']) {
              try { console.log('READ', path, fs.readFileSync(path, 'utf8')); } catch {}
              try { console.log('READ', path, require(path)); } catch {}
              try { console.log('READ', fs.readdirSync(path)); } catch {}
            }
            for (const target of [secret, '/etc/passwd', '../secret.txt']) {
              try {
                fs.symlinkSync(target, '/workspace/made');
                console.log('READ', fs.readFileSync('/workspace/made', 'utf8'));
              } catch {}
              try { fs.unlinkSync('/workspace/made'); } catch {}
              try {
                fs.linkSync(target, '/workspace/made');
                console.log('READ', fs.readFileSync('/workspace/made', 'utf8'));
              } catch {}
            }
            for (const path of ['/skill/scripts/main.js', '/skill/new', '/new', '../new', secret, '/etc/new']) {
              try { fs.writeFileSync(path, 'x'); console.log('WRITTEN', path); } catch {}
              try { fs.rmSync(path, { recursive: true }); console.log('WRITTEN', path); } catch {}
            }
            console.log(fs.readdirSync('/'));
            """,
            new SkillScriptOptions { WorkDirectory = work, Environment = [new("SECRET", secret)] });

        Assert.That(result.OutputText, Is.EqualTo("[ 'skill', 'tmp', 'workspace' ]\n"), result.ErrorText);
        Assert.That(await File.ReadAllTextAsync(secret), Is.EqualTo("secret"));
    }

    [Test]
    public async Task Run_Environment_HasNothingOfTheHost()
    {
        Environment.SetEnvironmentVariable("BOTERNITY_TEST_SECRET", "secret of the host");

        SkillScriptResult result = await _bench.RunAsync(
            "console.log(Object.keys(process.env).sort().join(), process.argv.length)");

        Assert.That(result.OutputText, Is.EqualTo("HOME,LANG,NO_COLOR,PWD,TMPDIR 2\n"), result.ErrorText);
    }

    [Test]
    public async Task Run_AfterAScriptThatPoisonsItsInterpreter_IsClean()
    {
        InstalledSkill poison = await _bench.InstallAsync("poison", ("scripts/main.js", """
            const fs = require('fs');
            fs.writeFileSync('/tmp/left.js', 'module.exports = "behind"');
            fs.readFileSync = () => 'poisoned';
            require('path').join = () => '/poisoned';
            require.cache.left = { exports: 'behind' };
            globalThis.leftBehind = true;
            Array.prototype.map = Array.prototype.push = String.prototype.trim = () => 'poisoned';
            Object.prototype.polluted = 'yes';
            Promise.prototype.then = () => {};
            Math.random = () => 4;
            Date.now = () => 0;
            JSON.stringify = () => 'poisoned';
            process.env.LEFT = 'behind';
            Object.freeze(globalThis);
            process.on('exit', () => {});
            process.exit(0);
            """));
        InstalledSkill clean = await _bench.InstallAsync("clean", ("scripts/main.js", """
            const fs = require('fs');
            console.log(fs.readFileSync(__filename, 'utf8').length > 100, require('path').join('a', 'b'));
            console.log(require.cache.left, typeof leftBehind, [1].map((x) => x + 1), ' t '.trim(), ({}).polluted);
            console.log(Math.random() < 1, Date.now() > 1e12, JSON.stringify({ a: 1 }), process.env.LEFT);
            console.log(fs.readdirSync('/tmp'), process.listenerCount('exit'));
            globalThis.fresh = 1;
            Promise.resolve('then').then(console.log);
            """));

        Assert.That((await _bench.Executor.ExecuteScriptAsync(poison, "scripts/main.js")).ExitCode, Is.Zero);
        SkillScriptResult result = await _bench.Executor.ExecuteScriptAsync(clean, "scripts/main.js");

        Assert.That(
            result.OutputText,
            Is.EqualTo(
                "true a/b\nundefined undefined [ 2 ] t undefined\ntrue true {\"a\":1} undefined\n[] 0\nthen\n"),
            result.ErrorText);
    }

    [Test]
    public async Task Run_RandomNumbers_DifferFromRunToRun()
    {
        InstalledSkill skill = await _bench.InstallAsync("random", ("scripts/main.js", """
            const crypto = require('crypto');
            console.log(Math.random());
            console.log(Math.random());
            console.log(crypto.randomUUID());
            console.log(crypto.randomBytes(8).toString('hex'));
            console.log(crypto.randomInt(2 ** 40));
            console.log(require('fs').mkdtempSync('/tmp/made-'));
            console.log(crypto.webcrypto.getRandomValues(new Uint32Array(4)).join());
            """));

        SkillScriptResult first = await _bench.Executor.ExecuteScriptAsync(skill, "scripts/main.js");
        SkillScriptResult second = await _bench.Executor.ExecuteScriptAsync(skill, "scripts/main.js");

        string[] numbers = first.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(numbers, Has.Length.EqualTo(7).And.Unique, first.ErrorText);
        Assert.That(
            numbers.Intersect(second.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries)), Is.Empty);
    }

    [Test]
    public async Task Run_ASeed_GivesTheSameNumbers()
    {
        InstalledSkill skill = await _bench.InstallAsync(
            "seeded", ("scripts/main.js", "console.log(Math.random(), require('crypto').randomUUID())"));
        SkillScriptOptions options = new() { RandomSeed = 7 };

        SkillScriptResult first = await _bench.Executor.ExecuteScriptAsync(skill, "scripts/main.js", options);
        SkillScriptResult second = await _bench.Executor.ExecuteScriptAsync(skill, "scripts/main.js", options);

        Assert.That(first.OutputText, Is.EqualTo(second.OutputText).And.Not.Empty);
    }

    [Test]
    public async Task Run_TemporaryFilesWithoutEnd_AreRefused()
    {
        SkillScriptResult result = await _bench.RunAsync("""
            const fs = require('fs');
            const part = Buffer.alloc(1 << 20);
            try {
              const file = fs.openSync('/tmp/big', 'w');
              for (let i = 0; i < 4096; i++) fs.writeSync(file, part);
              console.log('ALL WRITTEN');
            } catch (error) {
              console.log('refused', typeof error.code);
            }
            """);

        Assert.That(result.OutputText, Is.EqualTo("refused string\n"), result.ErrorText);
    }
}
