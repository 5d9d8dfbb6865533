using Boternity.Skills.Scripts;

namespace Boternity.Skills.Runtimes.Python.Tests;

/// <summary>What is known of a Python script before it runs.</summary>
public sealed class PythonAnalysisTests
{
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
    public async Task Execute_ScriptThatNeedsPillow_IsRefusedWithItsName()
    {
        InstalledSkill skill = await PythonBench.Shared.InstallAsync(
            "thumbnail", "from PIL import Image\nimport subprocess\nsubprocess.run(['soffice'])\n");

        SkillScriptException error = (await Assert.ThrowsAsync<SkillScriptException>(
            () => PythonBench.Shared.Executor.ExecuteScriptAsync(skill, "scripts/main.py")))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.ScriptCannotRun));
        Assert.That(error.Message, Does.Contain("Pillow").And.Contain("soffice"));
    }
}
