using System.Collections.Frozen;

namespace Boternity.Skills.Search;

/// <summary>Words that people use for one another when they look for a skill.</summary>
internal static class SearchSynonyms
{
    // Each word stands for the others as well as for itself.
    private static readonly string[] Same =
    [
        "excel xlsx xls xlsm spreadsheet workbook worksheet",
        "powerpoint pptx ppt slide deck presentation slideshow keynote",
        "word docx doc document",
        "pdf acrobat",
        "email mail gmail inbox",
        "repository repo git github gitlab",
        "create make build generate",
        "write author compose draft",
        "creator generator builder maker writer author",
        "chart graph plot",
        "ticket issue",
        "test testing qa e2e",
        "website web webpage site",
        "app application webapp program",
        "image picture photo photograph png jpeg jpg",
        "video movie clip film mp4 youtube",
        "audio sound mp3",
        "music song",
        "voice speech",
        "gif animation animated",
        "transcribe transcription transcript dictation",
        "translate translation localization i18n",
        "summarize summary digest tldr recap condense",
        "bug debug debugging defect troubleshoot",
        "deploy deployment",
        "login authentication auth oauth signin",
        "documentation docs",
        "kubernetes k8s",
        "javascript js node nodejs",
        "typescript ts",
        "python py",
        "csharp dotnet net",
        "database db sql",
        "postgres postgresql",
        "diagram flowchart mermaid uml",
        "color palette",
        "poster flyer banner artwork",
        "invoice receipt bill",
        "resume cv curriculum",
        "money finance financial",
        "accounting bookkeeping",
        "tweet twitter",
        "advertisement advertising ad ads",
        "seo ranking",
        "convert converter transform conversion export",
        "organize sort tidy arrange declutter",
        "rename renaming",
        "duplicate dedupe deduplicate",
        "research investigate study literature",
        "ocr scan scanned recognition",
        "merge combine join concatenate",
        "compress zip shrink archive",
        "api rest openapi swagger",
        "recipe cooking food meal",
        "domain dns hostname",
        "font typography typeface",
        "cloud aws azure gcp",
        "toggle flag",
        "applicant candidate",
        "sharpen sharpness enhance upscale",
        "gcal googlecalendar",
        "gdocs googledocs",
        "gsheets googlesheets",
        "gdrive googledrive",
    ];

    // Each word hints at the others.
    private static readonly string[] Related =
    [
        "spreadsheet sheet csv table tabular",
        "commit git",
        "changelog release notes",
        "pull merge pr",
        "ui interface frontend ux component",
        "calendar meeting appointment schedule event",
        "task todo reminder",
        "ticket issue jira linear",
        "docker container image dockerfile",
        "chart graph plot diagram visualization visualize dashboard",
        "brand branding identity guideline style",
        "logo icon",
        "art design illustration drawing",
        "stock market investment trading portfolio",
        "chat message messaging slack discord teams telegram",
        "sms text whatsapp",
        "security vulnerability audit secure pentest threat",
        "secret password credential token key",
        "article blog post essay content",
        "lead prospect sales crm customer client",
        "extract extraction scrape scraping parse crawl crawler",
        "download fetch downloader",
        "review critique feedback",
        "refactor refactoring cleanup simplify",
        "performance optimize optimization speed profiling slow faster",
        "analyze analysis analytics analyse analyzer insight statistics",
        "split divide separate",
        "kubernetes cluster helm",
        "calendar scheduler",
        "plan planning roadmap brainstorm ideas",
        "mcp server protocol",
        "llm model prompt gpt claude ai",
        "machine learning ml training",
        "weather forecast temperature",
        "travel trip flight hotel itinerary",
        "raffle giveaway winner lottery random",
        "legal contract agreement law nda",
        "form fillable field",
        "notes note notion obsidian evernote",
        "terraform infrastructure iac provisioning",
        "log logs logging monitoring observability",
        "cron scheduled recurring automation automate workflow",
        "interview hiring recruiting recruitment recruiter candidate applicant",
        "story fiction novel creative",
        "map location geography gps",
        "health medical medicine clinical",
        "learn teach tutor education course lesson",
        "skill plugin capability",
        "create write new scaffold",
        "test verification playwright selenium browser",
        "website html frontend browser",
        "audio music voice podcast",
        "transcribe speech subtitle",
        "email newsletter outlook imap smtp",
        "bug error issue crash fix",
        "documentation readme reference manual guide",
        "database postgres mysql sqlite query",
        "color theme styling style",
        "money accounting budget expense tax",
        "api endpoint http",
        "translate language multilingual",
        "deploy release ship publish hosting",
        "organize clean cleanup duplicate",
        "advertisement marketing campaign promotion",
    ];

    private static readonly FrozenDictionary<string, string[]> SameTable = Build(Same);
    private static readonly FrozenDictionary<string, string[]> RelatedTable = Build(Related);

    /// <summary>Gets every word of the table.</summary>
    public static IReadOnlyList<string> Words { get; } =
        [.. Same.Concat(Related).SelectMany(static group => group.Split(' ')).Distinct(StringComparer.Ordinal)];

    /// <summary>The stems of words that mean the same as a word of this stem.</summary>
    public static IReadOnlyList<string> SameAs(string stem) => SameTable.GetValueOrDefault(stem) ?? [];

    /// <summary>The stems of words that have to do with a word of this stem.</summary>
    public static IReadOnlyList<string> RelatedTo(string stem) => RelatedTable.GetValueOrDefault(stem) ?? [];

    private static FrozenDictionary<string, string[]> Build(string[] groups)
    {
        var table = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (string group in groups)
        {
            string[] stems = [.. group.Split(' ').Select(SearchStemmer.Stem).Distinct(StringComparer.Ordinal)];
            foreach (string stem in stems)
            {
                if (!table.TryGetValue(stem, out SortedSet<string>? others))
                {
                    table[stem] = others = new SortedSet<string>(StringComparer.Ordinal);
                }

                others.UnionWith(stems.Where(other => other != stem));
            }
        }

        return table.ToFrozenDictionary(
            static pair => pair.Key, static pair => pair.Value.ToArray(), StringComparer.Ordinal);
    }
}
