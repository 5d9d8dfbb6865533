using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Runtimes.Python.Tests;

/// <summary>What a script can do only through its host: the network, and other scripts of its skill.</summary>
public sealed class PythonHostTests : IDisposable
{
    private static readonly JsonSerializerOptions Relaxed =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly LocalHttpServer _server = new(AnswerAsync);

    public void Dispose() => _server.Dispose();

    [Test]
    public async Task Run_Urllib_AsksUnderTheGrant()
    {
        SkillScriptResult result = await RunAsync("""
            import json, os, urllib.error, urllib.parse, urllib.request
            base = os.environ["BASE"]
            with urllib.request.urlopen(base + "/echo?" + urllib.parse.urlencode({"q": "ä b"}), timeout=5) as answer:
                print(answer.status, answer.headers["Content-Type"], json.load(answer)["url"])
            request = urllib.request.Request(base + "/echo", data=b"body", headers={"X-Own": "1"}, method="PUT")
            with urllib.request.urlopen(request) as answer:
                sent = json.load(answer)
                print(sent["method"], sent["body"], sent["own"])
            with urllib.request.urlopen(base + "/moved") as answer:
                print(answer.geturl().rpartition("/")[2])
            try:
                urllib.request.urlopen(base + "/missing")
            except urllib.error.HTTPError as error:
                print(error.code, error.reason, error.read().decode())
            """);

        Assert.That(result.ErrorText, Is.Empty);
        Assert.That(
            result.OutputText,
            Is.EqualTo("200 application/json /echo?q=%C3%A4+b\nPUT body 1\necho\n404 Not Found none\n"));
    }

    [Test]
    public async Task Run_HttpClientAndRequests_AskUnderTheGrant()
    {
        SkillScriptResult result = await RunAsync("""
            import http.client, os, urllib.parse
            import requests
            base = os.environ["BASE"]
            connection = http.client.HTTPConnection(urllib.parse.urlsplit(base).netloc, timeout=5)
            for number in (1, 2):
                connection.request("POST", f"/echo?{number}", body=b"x" * number)
                print(connection.getresponse().read().decode())
            with requests.Session() as session:
                session.headers["X-Own"] = "s"
                answer = session.post(base + "/echo", json={"a": "ü"}, params={"p": 1}, timeout=(3, 5))
                answer.raise_for_status()
                sent = answer.json()
                print(answer.ok, sent["body"], sent["url"], sent["own"], answer.elapsed.total_seconds() >= 0)
            try:
                requests.get(base + "/missing").raise_for_status()
            except requests.exceptions.HTTPError as error:
                print(error.response.status_code)
            """);

        Assert.That(result.ErrorText, Is.Empty);
        Assert.That(
            result.OutputText,
            Is.EqualTo(
                "{\"method\":\"POST\",\"url\":\"/echo?1\",\"body\":\"x\",\"own\":\"\"}\n"
                + "{\"method\":\"POST\",\"url\":\"/echo?2\",\"body\":\"xx\",\"own\":\"\"}\n"
                + "True {\"a\": \"\\u00fc\"} /echo?p=1 s True\n404\n"));
    }

    [Test]
    public async Task Run_DefusedXml_ReadsWhatIsHarmlessAlone()
    {
        SkillScriptResult result = await PythonBench.Shared.RunAsync("""
            import io
            import defusedxml.minidom
            from defusedxml import ElementTree, EntitiesForbidden, DTDForbidden
            HARMLESS = '<?xml version="1.0" encoding="UTF-8"?><a b="ü"><c/>text</a>'
            BOMB = '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>'
            OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
            print(defusedxml.minidom.parseString(HARMLESS.encode()).documentElement.getAttribute("b"))
            print(defusedxml.minidom.parse(io.BytesIO(HARMLESS.encode())).documentElement.toxml())
            print(ElementTree.fromstring(HARMLESS.encode()).find("c").tail)
            print([element.tag for _, element in ElementTree.iterparse(io.BytesIO(HARMLESS.encode()))])
            for source in (BOMB, OUTSIDE):
                for read in (defusedxml.minidom.parseString, ElementTree.fromstring):
                    try:
                        read(source)
                    except EntitiesForbidden as error:
                        print(error.name, isinstance(error, ValueError))
            try:
                ElementTree.fromstring("<!DOCTYPE a><a/>", forbid_dtd=True)
            except DTDForbidden as error:
                print(error.name)
            try:
                ElementTree.fromstring("<a>")
            except ElementTree.ParseError as error:
                print(type(error).__name__)
            """);

        Assert.That(result.ErrorText, Is.Empty);
        Assert.That(
            result.OutputText,
            Is.EqualTo("ü\n<a b=\"ü\"><c/>text</a>\ntext\n['c', 'a']\n"
                + "b True\nb True\nb True\nb True\na\nParseError\n"));
    }

    [Test]
    public async Task Run_RequestThatIsNotGranted_IsRefusedWithItsAddress()
    {
        SkillScriptResult result = await PythonBench.Shared.RunAsync("""
            import smtplib, urllib.request
            try:
                urllib.request.urlopen("http://not-granted.example/x")
            except OSError as error:
                print(type(error).__name__, "not-granted.example" in str(error))
            try:
                smtplib.SMTP("mail.example", 25)
            except OSError as error:
                print("mail.example" in str(error))
            """);

        Assert.That(result.OutputText, Is.EqualTo("URLError True\nTrue\n"), result.ErrorText);
    }

    [Test]
    public async Task Run_ScriptOfTheSameSkill_RunsAsAnInvocationOfItsOwn()
    {
        InstalledSkill skill = await PythonBench.Shared.InstallAsync("nested", [
            ("scripts/main.py", """
                import os, subprocess, sys
                sys.stdout.reconfigure(line_buffering=True)
                here = os.path.dirname(os.path.abspath(__file__))
                child = os.path.join(here, "child.py")
                done = subprocess.run([sys.executable, child, "a b"], input="typed", capture_output=True, text=True)
                print(done.returncode, repr(done.stdout), repr(done.stderr))
                print(subprocess.check_output(["python3", "-u", child], text=True, env={"MINE": "yes"}), end="")
                try:
                    subprocess.run([sys.executable, child, "fail"], check=True)
                except subprocess.CalledProcessError as error:
                    print(error.returncode)
                process = subprocess.Popen([child], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
                print(process.communicate(b"xyz")[0], process.wait(), process.poll())
                with open("/workspace/out.txt", "w") as file:
                    subprocess.check_call([sys.executable, child], stdout=file, stdin=subprocess.DEVNULL)
                print(open("/workspace/out.txt").read(), os.system(f"python3 {child} z") >> 8)
                subprocess.run([sys.executable, "scripts/child.py"])
                """u8.ToArray()),
            ("scripts/child.py", """
                import os, sys
                sys.stderr.write("warned\n")
                print("child", sys.argv[1:], sys.stdin.read(), os.environ.get("MINE"), flush=True)
                if sys.argv[1:] == ["fail"]:
                    sys.exit(5)
                """u8.ToArray()),
        ]);

        SkillScriptResult result = await PythonBench.Shared.Executor.ExecuteScriptAsync(skill, "scripts/main.py");

        Assert.That(
            result.OutputText.Split('\n'),
            Is.EqualTo(new[]
            {
                "0 \"child ['a b'] typed None\\n\" 'warned\\n'",
                "child []  yes",
                "child ['fail']  None",
                "5",
                "b'child [] xyz None\\n' 0 0",
                "child ['z']  None",
                "child []  None",
                " 0",
                "child []  None",
                "",
            }),
            result.ErrorText);
    }

    [TestCase("subprocess.run(['soffice', '--headless'])", "soffice")]
    [TestCase("subprocess.Popen('pandoc x.md', shell=True)", "pandoc")]
    [TestCase("subprocess.check_output('ls | wc', shell=True)", "ls")]
    [TestCase("subprocess.run([sys.executable, '-c', 'print(1)'])", "-c")]
    [TestCase("subprocess.run([sys.executable, '/workspace/made.py'])", "/workspace/made.py")]
    [TestCase("subprocess.run([sys.executable, '/skill/../etc/x.py'])", "/skill/../etc/x.py")]
    [TestCase("os.system('git status')", "git")]
    [TestCase("os.execvp('bash', ['bash'])", "bash")]
    [TestCase("os.fork()", "processes")]
    [TestCase("threading.Thread(target=print).start()", "threads")]
    [TestCase("multiprocessing.Process(target=print).start()", "processes")]
    [TestCase("ctypes.CDLL(None)", "ctypes")]
    public async Task Run_WhatTheSandboxDoesNotHave_IsRefusedByName(string call, string name)
    {
        SkillScriptResult result = await PythonBench.Shared.RunAsync(
            $"import multiprocessing, os, subprocess, sys, threading\nopen('/workspace/made.py', 'w').close()\n"
            + $"try:\n    import ctypes\nexcept ImportError as error:\n    ctypes_error = error\n{call}\n".Replace(
                "ctypes.CDLL(None)", "raise ctypes_error", StringComparison.Ordinal),
            new SkillScriptOptions { Check = SkillScriptCheck.RunAnyway });

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.ErrorText.TrimEnd().Split('\n')[^1], Does.Contain(name));
        Assert.That(result.ErrorText, Does.Contain("/skill/scripts/main.py").And.Not.Contain("Fatal"));
    }

    private Task<SkillScriptResult> RunAsync(string script) => PythonBench.Shared.RunAsync(script, new()
    {
        Environment = [new("BASE", $"http://127.0.0.1:{_server.Port}")],
        Grants = new SkillGrants
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
        },
    });

    private static async Task AnswerAsync(HttpListenerContext context)
    {
        string body = "none";
        switch (context.Request.Url!.AbsolutePath)
        {
            case "/echo":
                using (var reader = new StreamReader(context.Request.InputStream))
                {
                    body = JsonSerializer.Serialize(
                        new
                        {
                            method = context.Request.HttpMethod,
                            url = context.Request.RawUrl,
                            body = await reader.ReadToEndAsync(),
                            own = context.Request.Headers["X-Own"] ?? "",
                        },
                        Relaxed);
                }

                context.Response.ContentType = "application/json";
                break;
            case "/moved":
                context.Response.StatusCode = 302;
                context.Response.Headers["Location"] = "/echo";
                break;
            default:
                context.Response.StatusCode = 404;
                break;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(body);
        context.Response.ContentLength64 = bytes.Length;
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
    }
}
