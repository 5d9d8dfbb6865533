using System.Text;
using Boternity.Skills.Benchmarks.Kernels;
using Boternity.Skills.Manifests;
using Boternity.Skills.Scanning;
using Boternity.Skills.Text;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Benchmarks.Manifests;

/// <summary>What a mebibyte costs the scanner at worst: texts that make each rule look at every place.</summary>
internal static class ScanVerb
{
    private const int Bytes = 1024 * 1024;
    private const int Rounds = 5;
    private const int Shown = 6;

    private static readonly string[] Patterns =
    [
        "plain words of a sentence that nothing is found in\n", "a ", "a", "\n", "a|", "a;", "a&", "$(", "$(a)", "`",
        "((", "a)", "'a", "\"\"", "a''b", "\\a", "a\\b", "\\x41", "\\x63\\x75\\x72\\x6c ", "$a", "${a}", "a=b;$a",
        "a=bbbbbbbbbbbb;$a$a$a$a\n", "$(echo a)", "`echo a`b", "a,b", "[a,", "{a}", "a>b", "a<b", "=>", "'a'+'b'",
        "a://b&", "curl a\n", "curl ", "curl a|sh\n", "curl a>b\nsh b\n", "curl -o a b;sh a;", "curl \\\n",
        "curl a |\n", "|a|b|\n", "base64 -d a|sh\n", "env|curl -d @-\n", "dig $(a).b\n", "rm -rf /\n", "npx a\n",
        "pip install git+a\n", "powershell -e a\n", "sudo ", "sudo a ", "certutil ", "tee ", "sh ", "nc ", "sh -c ",
        "-o ", "wget -O a ", "http ", "scp a:", "rm -r ", "chmod x ", "exec(", "exec(atob(", "iex", "eval(a\n",
        "a=atob(b)\n", "fetch(", "os.environ ", "process.env)", "dns.lookup(", "://", "http://1.1.1.1.",
        "http://1.1.1.1/ ", "sk-a", "-sk-", "xoxb-", "-AKIA", "AKIAAAAAAAAAAAAAAAAA ", "ghp_", "-----BEGIN ",
        "/.ssh/", "id_rsa", "< / ", "<|a", "<system", "[ INST", "<", "a/", "a/b.c ", "a\u200D", "\u200B", "\uFE00",
        "\u202Ea", "é", "\u4E2D", "\uFF1Cs", "\u0430", "\U0001D41A", "\U000E0041", "a\u0301", "<\u0455ystem>",
        "\uD83D\uDE00",
    ];

    public static int Run()
    {
        Console.WriteLine(Machine.Describe());
        Console.WriteLine(
            $"CPU time a MiB; least of {Rounds} rounds; the slowest {Shown} of {Patterns.Length} patterns.");
        Report("script", pattern => Package(pattern, "big.sh"));
        Report("PowerShell", pattern => Package(pattern, "big.ps1"));
        Report("Python", pattern => Package(pattern, "big.py"));
        Report("prose", pattern => Package(pattern, "big.md"));
        Report("SKILL.md, beside a script", Body);
        ReportValues();
        ReportSkeleton();
        return 0;
    }

    private static void Report(string what, Func<string, SkillPackage> make)
    {
        (string Pattern, double Time)[] times =
        [
            .. Patterns.Select(pattern => (pattern, Scan(make(pattern))))
                .OrderByDescending(item => item.Item2)
                .Take(Shown),
        ];
        Console.WriteLine(
            $"{what}: " + string.Join(
                ", ",
                times.Select(item => $"{Describe(item.Pattern)} {item.Time:F0} ms")));
    }

    private static double Scan(SkillPackage package)
    {
        var scanner = new SkillScanner(
            Options.Create(new BoternitySkillsOptions { MaxScanTime = TimeSpan.FromMinutes(1) }), TimeProvider.System);
        return Least(() => scanner.ScanAsync(package, []).AsTask().GetAwaiter().GetResult());
    }

    private static double Least(Action run)
    {
        double least = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            run();
            least = Math.Min(least, (Environment.CpuUsage.TotalTime - start).TotalMilliseconds);
        }

        return least;
    }

    /// <summary>The frontmatter's values, as many as it can hold, each other than it is written.</summary>
    private static void ReportValues()
    {
        string[] values = ["\\x41", "\\x41" + new string('a', 200), "curl \\x61 | sh", "\\u0441"];
        foreach (string value in values)
        {
            var file = new StringBuilder("---\nname: probe\ndescription: d\nlist:\n");
            while (file.Length < 60 * 1024)
            {
                file.Append("  - \"").Append(value).Append("\"\n");
            }

            file.Append("---\n").Append('a', Bytes - file.Length - 8);
            byte[] content = Encoding.UTF8.GetBytes(file.ToString());
            SkillDocument document = SkillManifestReader.Read(content);
            SkillPackage package = Package("", "x.md") with
            {
                Document = document,
                Files = [new SkillPackageFile { Path = SkillPackage.ManifestFileName, Content = content }],
            };
            string shown = Describe(value[..Math.Min(value.Length, 16)]);
            Console.WriteLine($"values {shown} in a SKILL.md of 1 MiB: {Scan(package):F0} ms");
        }
    }

    private static void ReportSkeleton()
    {
        foreach (string pattern in (string[])["a", "é", "\u0430", "<\u0455", "\U0001D41A"])
        {
            string text = Repeat(pattern);
            double time = Least(() => MarkupSkeleton.Of(text));
            Console.WriteLine($"skeleton of {Describe(pattern)}: {time:F0} ms");
        }
    }

    private static SkillPackage Package(string pattern, string path) => new()
    {
        Source = new SkillSource { Registry = "bench", Path = path },
        Document = SkillManifestReader.Read(Encoding.UTF8.GetBytes($"---\nname: probe\ndescription: d\n---\n{path}")),
        Files = [new SkillPackageFile { Path = path, Content = Encoding.UTF8.GetBytes(Repeat(pattern)) }],
    };

    private static SkillPackage Body(string pattern)
    {
        string text = "---\nname: probe\ndescription: d\n---\n" + Repeat(pattern);
        byte[] content = Encoding.UTF8.GetBytes(text)[..(Bytes - 64)];
        return Package("", "x.sh") with
        {
            Document = SkillManifestReader.Read(content),
            Files =
            [
                new SkillPackageFile { Path = SkillPackage.ManifestFileName, Content = content },
                new SkillPackageFile { Path = "scripts/x.sh", Content = "true"u8.ToArray() },
            ],
        };
    }

    private static string Repeat(string pattern) =>
        pattern.Length == 0 ? "" : string.Concat(
            Enumerable.Repeat(pattern, Bytes / Encoding.UTF8.GetByteCount(pattern)));

    private static string Describe(string pattern) => "'" + string.Concat(
        pattern.Select(c => c is >= ' ' and <= '~' ? c.ToString() : $"\\u{(int)c:X4}")) + "'";
}
