using System.Text.RegularExpressions;
using Boternity.Skills.Scripts;

namespace Boternity.Skills.Runtimes.Python.Tests;

/// <summary>What is known of a Python script before it runs.</summary>
public sealed partial class PythonAnalysisTests
{
    [Test]
    public void Codes_OfTheAnalyses_AreInTheGuide()
    {
        string guide = File.ReadAllText(Repository.PathOf("docs", "guide", "scripts.md"));
        string[] sources =
        [
            "src/Boternity.Skills.Runtimes.Python/Library/boternity_analyze.py",
            "src/Boternity.Skills.Runtimes.JavaScript/Library/analysis.js",
        ];

        string[] codes =
        [
            .. sources.SelectMany(static path => AddedCode().Matches(File.ReadAllText(Repository.PathOf(path))))
                .Select(static match => match.Groups[1].Value)
                .Distinct(),
        ];

        Assert.That(codes, Has.Length.GreaterThan(10));
        Assert.That(codes.Where(code => !guide.Contains($"| `{code}` |", StringComparison.Ordinal)), Is.Empty);
    }

    [TestCase("import numpy as np", "native-module", "numpy", true)]
    [TestCase("from PIL import Image", "native-module", "Pillow", true)]
    [TestCase("import docx", "native-module", "python-docx", true)]
    [TestCase("import yaml", "missing-module", "PyYAML", true)]
    [TestCase("import fcntl", "unavailable-module", "fcntl", true)]
    [TestCase("try:\n    import lxml\nexcept ImportError:\n    lxml = None", "native-module", "lxml", false)]
    [TestCase("def f():\n    import torch", "native-module", "torch", false)]
    [TestCase("import sys\nif sys.platform == 'win32':\n    import winreg", "unavailable-module", "winreg", false)]
    [TestCase("if __name__ == '__main__':\n    import cv2", "native-module", "opencv-python", true)]
    [TestCase("import subprocess\nsubprocess.run(['soffice', '--headless'])", "program", "soffice", true)]
    [TestCase("import subprocess as s\ndef f():\n    s.call('pandoc -v', shell=True)", "program", "pandoc", false)]
    [TestCase("from os import system as go\ndef f():\n    go('git status')", "program", "git", false)]
    [TestCase("import threading\nthreading.Thread(target=print).start()", "threads", "threading.Thread", false)]
    [TestCase("import os\nos.fork()", "processes", "os.fork", true)]
    [TestCase("import requests\nrequests.get('https://api.example.com/x')", "network", "api.example.com", false)]
    [TestCase("import smtplib", "sockets", "smtplib", false)]
    [TestCase("import importlib\nimportlib.import_module('yaml')", "missing-module", "PyYAML", true)]
    [TestCase("__import__('yaml.nodes')", "missing-module", "PyYAML", true)]
    [TestCase(
        "import sys, tempfile\nsys.path.insert(0, tempfile.mkdtemp())\nimport made", "missing-module", "made", false)]
    [TestCase("import sys\nsys.path += ['lib']\nimport made", "missing-module", "made", false)]
    [TestCase("import sys\nsys.path[:0] = [sys.argv[1]]\nimport made", "missing-module", "made", false)]
    [TestCase("import made, sys\nsys.path.append('lib')", "missing-module", "made", true)]
    [TestCase(
        "import sys, os\nhere = os.path.dirname(os.path.abspath(__file__))\n"
        + "sys.path.insert(0, os.path.join(here, 'lib'))\nimport made",
        "missing-module", "made", true)]
    [TestCase(
        "import sys\nfrom pathlib import Path\nROOT = Path(__file__).parent\n"
        + "for part in (ROOT, ROOT / 'lib'):\n    sys.path.append(str(part))\nimport made",
        "missing-module", "made", true)]
    [TestCase("import sys, site\nsite.addsitedir('/workspace/lib')\nimport numpy", "native-module", "numpy", true)]
    [TestCase("import sys\nsys.meta_path.append(Finder())\nimport made", "missing-module", "made", false)]
    [TestCase(
        "# /// script\n# dependencies = ['Some.Thing>=2', 'requests', 'dataclasses']\n# ///",
        "missing-module", null, false)]
    [TestCase("print 'x'", "syntax-error", null, true)]
    [TestCase("return 1", "syntax-error", null, true)]
    [TestCase("# /// script\n# requires-python = '>=3.99'\n# ///", "language-version", ">=3.99", true)]
    public async Task Install_ScriptWithANeed_NamesIt(string script, string code, string? name, bool isSure)
    {
        InstalledSkill skill = await PythonBench.Shared.InstallAsync($"need-{Guid.NewGuid():N}", script);

        SkillScript found = skill.Scripts.Single();
        SkillScriptFinding finding = found.Findings.Single();
        Assert.That((finding.Code, finding.Name), Is.EqualTo((code, name)), finding.Message);
        Assert.That(
            finding.Severity,
            Is.EqualTo(isSure ? SkillDiagnosticSeverity.Error : SkillDiagnosticSeverity.Warning));
        Assert.That(found.CanRun, Is.EqualTo(!isSure));
    }

    [TestCase("import argparse, json, sqlite3, xml.etree.ElementTree, zipfile, asyncio, ssl, dataclasses")]
    [TestCase("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import numpy")]
    [TestCase("import subprocess, sys\nsubprocess.run([sys.executable, 'other.py'])")]
    [TestCase("from __future__ import annotations\nimport __main__, boternity")]
    [TestCase("import sys, types\nsys.modules['made'] = types.ModuleType('made')\nimport made.inner")]
    public async Task Install_ScriptThatHasAllItNeeds_HasNoFindings(string script)
    {
        InstalledSkill skill = await PythonBench.Shared.InstallAsync($"free-{Guid.NewGuid():N}", script);

        Assert.That(skill.Scripts.Single().Findings, Is.Empty);
    }

    [Test]
    public async Task Install_ModulesOfTheSkill_AreFollowed()
    {
        InstalledSkill skill = await PythonBench.Shared.InstallAsync("modules", [
            ("scripts/main.py", "import json\nimport near\nfrom deep import inner\n"u8.ToArray()),
            ("scripts/near.py", "import pandas\n"u8.ToArray()),
            ("scripts/deep/__init__.py", ""u8.ToArray()),
            ("scripts/deep/inner.py", "def f():\n    import torch\n"u8.ToArray()),
            ("requirements.txt", "# comment\npandas>=2\n-r other.txt\n"u8.ToArray()),
        ]);

        SkillScript main = skill.Scripts.Single(script => script.Path == "scripts/main.py");
        SkillScriptFinding finding = main.Findings.Single();
        Assert.That((finding.Name, finding.Line), Is.EqualTo(("pandas", 2)));
        Assert.That(finding.Message, Does.Contain("scripts/near.py"));
        Assert.That(main.Requirements, Is.EqualTo(new[] { "pandas>=2" }));
    }

    [Test]
    public async Task Install_ModulesBesideAScriptThatExtendsItsPath_AreFound()
    {
        InstalledSkill skill = await PythonBench.Shared.InstallAsync("paths", [
            ("scripts/main.py", "import boot\nimport common\nimport missing\n"u8.ToArray()),
            ("scripts/boot.py", "import sys\nsys.path.insert(0, __file__ + '/../../lib')\n"u8.ToArray()),
            ("lib/common.py", "import yaml\n"u8.ToArray()),
        ]);

        IReadOnlyList<SkillScriptFinding> findings =
            skill.Scripts.Single(script => script.Path == "scripts/main.py").Findings;

        Assert.That(
            findings.Select(static finding => (finding.Name, finding.Line, finding.Severity)),
            Is.EqualTo(new[]
            {
                ("PyYAML", 2, SkillDiagnosticSeverity.Error),
                ("missing", 3, SkillDiagnosticSeverity.Error),
            }));
    }

    [Test]
    public async Task Execute_ScriptThatWritesWhatItImports_FindsIt()
    {
        SkillScriptResult result = await PythonBench.Shared.RunAsync("""
            import importlib, os, pathlib, sys, tempfile
            pathlib.Path("plugins").mkdir()
            pathlib.Path("plugins/__init__.py").write_text("from .one import word\n")
            pathlib.Path("plugins/one.py").write_text("word = 'plugin'\n")
            sys.path.insert(0, os.getcwd())
            import plugins
            folder = tempfile.mkdtemp()
            pathlib.Path(folder, "made.py").write_text("def run(): return 'made'\n")
            sys.path.append(folder)
            importlib.invalidate_caches()
            import made
            spec = importlib.util.spec_from_file_location("other", f"{folder}/made.py")
            other = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(other)
            print(plugins.word, made.run(), other.run(), sorted(p.name for p in pathlib.Path("plugins").iterdir()))
            """);

        Assert.That(result.ErrorText, Is.Empty);
        Assert.That(result.OutputText, Is.EqualTo("plugin made made ['__init__.py', 'one.py']\n"));
    }

    [Test]
    public async Task Execute_ScriptThatNeedsPillow_IsRefusedWithItsName()
    {
        InstalledSkill skill = await PythonBench.Shared.InstallAsync(
            "thumbnail", "from PIL import Image\nimport subprocess\nsubprocess.run(['soffice'])\n");

        SkillScriptException error = (await Assert.ThrowsAsync<SkillScriptException>(
            () => PythonBench.Shared.Executor.ExecuteScriptAsync(skill, "scripts/main.py")))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.ScriptCannotRun));
        Assert.That(error.Message, Does.Contain("Pillow").And.Contain("soffice"));
    }

    [GeneratedRegex(@"\.add\(\s*['""]([a-z-]+)['""]")]
    private static partial Regex AddedCode();
}
