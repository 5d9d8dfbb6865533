using Boternity.Skills.Search;

namespace Boternity.Skills.Tests.Search;

public sealed class SkillSearchIndexTests
{
    private const double LeastMeanReciprocalRank = 0.85;

    /// <summary>What people type, and the skill that they mean.</summary>
    private static readonly (string Query, string Expected)[] Queries =
    [
        ("commit messages", "git-commit-helper"),
        ("write a git commit", "git-commit-helper"),
        ("powerpoint", "pptx"),
        ("make a slide deck", "pptx"),
        ("presentation with speaker notes", "pptx"),
        ("excel", "xlsx"),
        ("spreadsheet formulas", "xlsx"),
        ("spreadhseet", "xlsx"),
        ("word document with tracked changes", "docx"),
        ("fill in a pdf form", "pdf"),
        ("merge pdfs", "pdf"),
        ("testing web apps", "webapp-testing"),
        ("web app test", "webapp-testing"),
        ("browser screenshots", "webapp-testing"),
        ("create a skill", "skill-creator"),
        ("skill author", "skill-creator"),
        ("gmail", "gmail-assistant"),
        ("answer mail", "gmail-assistant"),
        ("poster", "canvas-design"),
        ("generative art", "algorithmic-art"),
        ("company branding", "brand-guidelines"),
        ("mcp server", "mcp-builder"),
        ("animated gif", "slack-gif-creator"),
        ("code review of a pull request", "pull-request-reviewer"),
        ("release notes", "changelog-generator"),
        ("refactor", "code-refactoring"),
        ("debug a crash", "systematic-debugging"),
        ("TDD test first", "test-driven-development"),
        ("unit tests", "unit-test-writer"),
        ("find vulnerabilities in my code", "security-review"),
        ("k8s", "kubernetes-operator"),
        ("infrastructure as code", "terraform-modules"),
        ("continuous integration workflow", "github-actions-author"),
        ("slow database queries", "postgres-tuning"),
        ("openapi", "rest-api-design"),
        ("regular expression", "regex-builder"),
        ("upgrade dotnet", "dotnet-upgrade"),
        ("plot a chart", "data-visualization"),
        ("flowchart", "mermaid-diagrams"),
        ("train a model", "machine-learning-trainer"),
        ("book an appointment", "calendar-scheduler"),
        ("jira issue", "jira-tickets"),
        ("sort receipts", "invoice-organizer"),
        ("household budget", "budget-planner"),
        ("cv", "tailored-resume-generator"),
        ("job interview", "interview-coach"),
        ("find customers", "lead-research-assistant"),
        ("competitor ads", "competitive-ads-extractor"),
        ("tweets", "twitter-algorithm-optimizer"),
        ("translate to german", "translation-assistant"),
        ("sumarize text", "summarizer"),
        ("remove the background of a photo", "background-remover"),
        ("download youtube videos", "video-downloader"),
        ("transcription", "podcast-transcriber"),
        ("clean up my downloads folder", "file-organizer"),
        ("scan ocr", "ocr-reader"),
        ("scrape websites", "web-scraper"),
        ("domain names", "domain-name-brainstormer"),
        ("pick a winner", "raffle-winner-picker"),
        ("wether forecast", "weather-forecast"),
    ];

    private static readonly SkillSearchIndex Index = new(SearchSkills.All);

    [Test]
    public void Search_WhatPeopleType_PutsWhatTheyMeanFirst()
    {
        List<string> misses = [];
        double sum = 0;
        foreach ((string query, string expected) in Queries)
        {
            string[] names = [.. Index.Search(query, 10).Select(skill => skill.Name)];
            int at = Array.IndexOf(names, expected);
            sum += at < 0 ? 0 : 1.0 / (at + 1);
            if (at != 0)
            {
                misses.Add($"{query}: {expected} at {at + 1}; {string.Join(", ", names.Take(4))}");
            }
        }

        double mean = sum / Queries.Length;
        TestContext.Out.WriteLine($"Mean reciprocal rank {mean:F3} of {Queries.Length} queries.");
        Assert.That(Queries, Has.Length.EqualTo(60));
        Assert.That(mean, Is.AtLeast(LeastMeanReciprocalRank), string.Join("\n", misses));
        TestContext.Out.WriteLine(string.Join("\n", misses));
    }

    [TestCase("pfd", null)]
    [TestCase("powerpont", "pptx")]
    [TestCase("tarnslation", "translation-assistant")]
    [TestCase("kuberntes", "kubernetes-operator")]
    [TestCase("acessibilty", "accessibility-audit")]
    public void Search_WordWithASlip_FindsWhatWasMeantUnlessTheWordIsShort(string query, string? expected) =>
        Assert.That(Index.Search(query).Select(skill => skill.Name).FirstOrDefault(), Is.EqualTo(expected));

    [TestCase("kube", "kubernetes-operator")]
    [TestCase("transl", "translation-assistant")]
    [TestCase("brainstorm", "domain-name-brainstormer")]
    public void Search_BeginningOfAWord_FindsTheWord(string query, string expected) =>
        Assert.That(Index.Search(query)[0].Name, Is.EqualTo(expected));

    [Test]
    public void Search_NameOfASkill_IsFirstWhateverElseSaysIt()
    {
        var index = new SkillSearchIndex(
        [
            Skill("forms", "1", "pdf pdf pdf pdf pdf"),
            Skill("canvas-pdf", "2"),
            Skill("pdf-b", "3"),
            Skill("pdf-a", "4"),
            Skill("pdf", "5"),
            Skill("x", "6", "None."),
        ]);

        Assert.That(
            index.Search(" PDF ", 10).Select(skill => skill.Source.Path),
            Is.EqualTo(new[] { "5", "4", "3", "2", "1" }));
        Assert.That(index.Search("pdf", 2).Select(skill => skill.Source.Path), Is.EqualTo(new[] { "5", "4" }));
    }

    [Test]
    public void Search_WordOfAHeadingOrACategory_FindsTheSkill()
    {
        DiscoveredSkill plain = Skill("one", "1");
        DiscoveredSkill headed = plain with
        {
            Source = plain.Source with { Path = "2" },
            Headings = ["Watermarks"],
        };
        DiscoveredSkill categorized = plain with
        {
            Source = plain.Source with { Path = "3" },
            Manifest = plain.Manifest with { Categories = ["gardening"] },
        };
        var index = new SkillSearchIndex([plain, headed, categorized]);

        Assert.That(index.Search("watermark"), Is.EqualTo(new[] { headed }));
        Assert.That(index.Search("gardens"), Is.EqualTo(new[] { categorized }));
    }

    [TestCase("")]
    [TestCase(" ./- ")]
    [TestCase("zzzzqqqq")]
    public void Search_NothingThatAnyTextHas_FindsNothing(string query) =>
        Assert.That(Index.Search(query), Is.Empty);

    [Test]
    public void Search_EmptyIndexOrHostileTexts_Answers()
    {
        Assert.That(new SkillSearchIndex([]).Search("pdf"), Is.Empty);
        var index = new SkillSearchIndex(
        [
            Skill("\uD800\u0301", "1", new string('a', 100_000) + " needle"),
            Skill("表計算", "2", "\uDC00 表を計算する"),
            Skill("präsentation", "3"),
        ]);

        Assert.That(index.Search("計算")[0].Source.Path, Is.EqualTo("2"));
        Assert.That(index.Search("prasentation")[0].Source.Path, Is.EqualTo("3"));
        Assert.That(index.Search("needle")[0].Source.Path, Is.EqualTo("1"));
        Assert.That(index.Search(string.Join(' ', Enumerable.Repeat("needles", 10_000)))[0].Source.Path, Is.EqualTo(
            "1"));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search("x", 0));
    }

    private static DiscoveredSkill Skill(string name, string path, string description = "Does things.") => new()
    {
        Source = new SkillSource { Registry = "test", Path = path },
        Manifest = new SkillManifest { Name = name, Description = description },
    };
}
