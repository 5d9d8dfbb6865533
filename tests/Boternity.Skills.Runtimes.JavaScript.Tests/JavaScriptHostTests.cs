using System.Net;
using System.Text;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Runtimes.JavaScript.Tests;

/// <summary>What a script can do only through its host: the network, and other scripts of its skill.</summary>
public sealed class JavaScriptHostTests : IDisposable
{
    private readonly JavaScriptBench _bench = new();
    private readonly LocalHttpServer _server = new(AnswerAsync);

    public void Dispose()
    {
        _server.Dispose();
        _bench.Dispose();
    }

    [Test]
    public async Task Run_Fetch_AsksUnderTheGrant()
    {
        SkillScriptResult result = await RunAsync("""
            const base = process.env.BASE;
            (async () => {
              const query = encodeURIComponent('ä b');
              const answer = await fetch(`${base}/echo?q=${query}`, { headers: { 'X-Own': '1' } });
              console.log(answer.status, answer.ok, answer.headers.get('content-type'), await answer.text());
              const request = new Request(`${base}/echo`, { method: 'POST', body: JSON.stringify({ a: 1 }) });
              const posted = await fetch(request);
              console.log(await posted.text(), posted.bodyUsed);
              const form = await fetch(`${base}/echo`, { method: 'PUT', body: new URLSearchParams({ a: 'b c' }) });
              console.log(await form.text());
              const moved = await fetch(`${base}/moved`);
              const manual = await fetch(`${base}/moved`, { redirect: 'manual' });
              console.log(moved.redirected, moved.url.endsWith('/echo'), manual.status);
              const missing = await fetch(`${base}/missing`);
              console.log(missing.status, missing.statusText, missing.ok);
              for await (const chunk of (await fetch(`${base}/echo`)).body) console.log(chunk.constructor.name);
              require('http').get(`${base}/echo`, (response) => {
                let text = '';
                response.setEncoding('utf8').on('data', (part) => { text += part; });
                response.on('end', () => console.log(response.statusCode, text));
              });
            })();
            """, Granted);

        Assert.That(result.ErrorText, Is.Empty);
        Assert.That(
            result.OutputText,
            Is.EqualTo(
                "200 true text/plain GET /echo?q=%C3%A4%20b own=1 body=\n"
                + "POST /echo own= body={\"a\":1} true\n"
                + "PUT /echo own= body=a=b+c\n"
                + "true true 302\n404 Not Found false\nUint8Array\n200 GET /echo own= body=\n"));
    }

    [Test]
    public async Task Run_FetchWithoutGrant_IsDenied()
    {
        SkillScriptResult result = await RunAsync("""
            fetch(process.env.BASE).catch((error) => console.log(error.name, error.message, error.cause.code));
            """, SkillGrants.None);

        Assert.That(result.OutputText, Is.EqualTo("TypeError fetch failed ERR_SANDBOX_DENIED\n"), result.ErrorText);
        Assert.That(result.CapabilityUses.Sum(static use => use.Denied), Is.GreaterThan(0));
    }

    [Test]
    public async Task Run_ScriptOfTheSameSkill_RunsNested()
    {
        InstalledSkill skill = await _bench.InstallAsync(
            "nested",
            ("scripts/main.js", """
                const { execFileSync, spawnSync, execFile, fork } = require('child_process');
                const { join } = require('path');
                const other = join(__dirname, 'other.js');
                console.log(execFileSync(process.execPath, [other, 'a', 'b c'], { encoding: 'utf8', input: 'typed' }));
                console.log(execFileSync('node', ['scripts/other.js', 'named'], { encoding: 'utf8' }));
                const failed = spawnSync('node', [other, 'fail'], { env: { EXTRA: 'x' } });
                console.log(failed.status, failed.stdout.toString(), failed.stderr.toString());
                try {
                  execFileSync(process.execPath, [other, 'fail'], { stdio: 'pipe' });
                } catch (error) {
                  console.log(error.status, error.message.split('\n')[0]);
                }

                execFile(process.execPath, [other], (error, stdout) => console.log('callback', error, stdout));
                for (const program of ['git', '/bin/sh']) {
                  try { execFileSync(program, ['x']); } catch (error) { console.log(error.code, error.message); }
                }
                """),
            ("scripts/other.js", """
                const args = process.argv.slice(2);
                if (args[0] === 'fail') { console.error('failed', process.env.EXTRA); process.exit(4); }
                process.stdout.write(`${args.join('|')} ${require('fs').readFileSync(0, 'utf8')} ${process.cwd()}`);
                """));

        SkillScriptResult result = await _bench.Executor.ExecuteScriptAsync(
            skill, "scripts/main.js", new SkillScriptOptions { Check = SkillScriptCheck.RunAnyway });

        Assert.That(result.ErrorText, Is.Empty);
        Assert.That(
            result.OutputText,
            Is.EqualTo(
                "a|b c typed /workspace\nnamed  /workspace\n4  failed x\n\n"
                + "4 Command failed: /usr/local/bin/node /skill/scripts/other.js fail\n"
                + "ERR_SANDBOX_REFUSED The program 'git' cannot be had in the sandbox: no program is there; scripts of "
                + "the same skill can be run by process.execPath\n"
                + "ERR_SANDBOX_REFUSED The program '/bin/sh' cannot be had in the sandbox: no program is there; "
                + "scripts of the same skill can be run by process.execPath\n"
                + "callback null   /workspace\n"));
    }

    [TestCase("require('child_process').execFileSync('git', ['status'])", "git")]
    [TestCase("require('child_process').execSync('ls | wc')", "ls")]
    [TestCase("require('child_process').spawn('git', [], { shell: true })", "git")]
    [TestCase("(() => { throw require('child_process').spawnSync('/bin/sh', ['-c', 'id']).error; })()", "/bin/sh")]
    [TestCase("require('child_process').fork('/workspace/made.js')", "/workspace/made.js")]
    [TestCase("require('child_process').execFileSync('node', ['/skill/../etc/x.js'])", "/etc/x.js")]
    [TestCase("require('child_process').execFileSync('node', ['-e', '1'])", "node")]
    [TestCase("new (require('worker_threads').Worker)(__filename)", "worker_threads")]
    [TestCase("require('cluster').fork()", "cluster")]
    [TestCase("require('net').connect(80)", "net")]
    [TestCase("require('http').createServer().listen(0)", "createServer")]
    [TestCase("require('vm').createContext({})", "vm")]
    [TestCase("process.binding('fs')", "process.binding")]
    [TestCase("require('crypto').createCipheriv('aes-128-cbc', '', '')", "createCipheriv")]
    public async Task Run_WhatTheSandboxDoesNotHave_IsRefusedByName(string call, string name)
    {
        SkillScriptResult result = await _bench.RunAsync(
            $"require('fs').writeFileSync('made.js', '');\n"
                + $"const refused = (e) => {{ console.log(e.code); console.error(e.message); process.exit(1); }};\n"
                + $"try {{ const made = {call}; made?.on?.('error', refused); }} catch (e) {{ refused(e); }}\n",
            new SkillScriptOptions { Check = SkillScriptCheck.RunAnyway });

        Assert.That(result.ErrorText, Does.Contain(name), result.OutputText);
        Assert.That((result.OutputText, result.ExitCode), Is.EqualTo(("ERR_SANDBOX_REFUSED\n", 1)), result.ErrorText);
    }

    private SkillGrants Granted => new()
    {
        Http =
        [
            new SkillHttpGrant
            {
                Host = "127.0.0.1",
                Port = _server.Port,
                Methods = ["GET", "POST", "PUT"],
                AllowHttp = true,
                AllowLoopback = true,
            },
        ],
    };

    private async Task<SkillScriptResult> RunAsync(string script, SkillGrants grants) => await _bench.RunAsync(
        script,
        new SkillScriptOptions { Grants = grants, Environment = [new("BASE", $"http://127.0.0.1:{_server.Port}")] });

    private static async Task AnswerAsync(HttpListenerContext context)
    {
        HttpListenerRequest request = context.Request;
        using var reader = new StreamReader(request.InputStream, Encoding.UTF8);
        string body = await reader.ReadToEndAsync();
        context.Response.StatusCode = request.Url!.AbsolutePath switch { "/moved" => 302, "/missing" => 404, _ => 200 };
        context.Response.RedirectLocation = context.Response.StatusCode == 302 ? "/echo" : null;
        context.Response.ContentType = "text/plain";
        byte[] answer = Encoding.UTF8.GetBytes(
            $"{request.HttpMethod} {request.RawUrl} own={request.Headers["X-Own"]} body={body}");
        await context.Response.OutputStream.WriteAsync(answer);
        context.Response.Close();
    }
}
