using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Boternity.Skills.Text;

namespace Boternity.Skills.Prompts;

/// <summary>
/// Writes skills for a model's prompt: the catalogue of what there is, and the content of one that was activated. A
/// skill's text is a stranger's, so what would break the markup is made harmless, what a person would not see is left
/// out, lengths are bounded, and the source and the host's trust stand beside it. The tags around each rendering carry
/// a random nonce, which no text can know: what ends without it has not ended. What the text says is not changed: a
/// model may still be talked into things.
/// </summary>
public sealed class SkillPromptRenderer
{
    // Attribute and list values of the source are short; a longer one is a forgery of some kind.
    private const int MaxSourceLength = 512;

    private readonly SkillPromptOptions _options;

    /// <summary>Gets what makes the nonce of a rendering. Tests put a fixed one here.</summary>
    internal Func<string> CreateNonce { get; init; } =
        static () => RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>Creates a renderer.</summary>
    /// <param name="options">The bounds; the defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is not positive.</exception>
    public SkillPromptRenderer(SkillPromptOptions? options = null)
    {
        _options = options ?? new SkillPromptOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.MaxSkills, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.MaxNameLength, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.MaxDescriptionLength, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.MaxContentLength, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.MaxFiles, nameof(options));
    }

    /// <summary>
    /// The <c>&lt;available_skills&gt;</c> catalogue: name, description, source and trust of each skill, one skill
    /// after another.
    /// </summary>
    /// <param name="skills">The skills that a model may ask for.</param>
    /// <returns>The catalogue; lines end in LF.</returns>
    public string RenderCatalogue(IEnumerable<InstalledSkill> skills)
    {
        ArgumentNullException.ThrowIfNull(skills);
        string nonce = CreateNonce();
        StringBuilder text = new StringBuilder().Append(
            CultureInfo.InvariantCulture, $"<available_skills nonce=\"{nonce}\">\n");
        int count = 0;
        foreach (InstalledSkill skill in skills)
        {
            if (count++ < _options.MaxSkills)
            {
                AppendEntry(text, skill);
            }
        }

        if (count > _options.MaxSkills)
        {
            text.Append(
                CultureInfo.InvariantCulture, $"  <!-- {count - _options.MaxSkills} more skills were left out -->\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"</available_skills nonce=\"{nonce}\">\n").ToString();
    }

    /// <summary>
    /// The content of an activated skill, between <c>&lt;skill_content&gt;</c> tags that name it, its source and
    /// its trust, and after it the lists of its resources and scripts. What it inherits is not in it.
    /// </summary>
    /// <param name="skill">The skill.</param>
    /// <param name="body">Its Markdown body, from <see cref="ISkillStore.ReadBodyAsync"/> or
    /// <see cref="SkillDocument.Body"/>.</param>
    /// <returns>The content; lines end in LF.</returns>
    public string RenderContent(InstalledSkill skill, string body)
    {
        ArgumentNullException.ThrowIfNull(skill);
        ArgumentNullException.ThrowIfNull(body);
        return RenderContent([new SkillInstructions { Skill = skill, Body = body }]);
    }

    /// <summary>
    /// The content of an activated skill with what it inherits: within its tags, each inherited text between
    /// <c>&lt;skill_parent&gt;</c> tags of its own, which name that skill, its source and its trust, then its own.
    /// </summary>
    /// <param name="instructions">The texts, the skill's own last, from
    /// <see cref="ISkillStore.ReadInstructionsAsync"/>.</param>
    /// <returns>The content; lines end in LF.</returns>
    /// <exception cref="ArgumentException">There is no text.</exception>
    public string RenderContent(IReadOnlyList<SkillInstructions> instructions)
    {
        ArgumentNullException.ThrowIfNull(instructions);
        if (instructions.Count == 0)
        {
            throw new ArgumentException("There is no text: the skill's own is the last.", nameof(instructions));
        }

        InstalledSkill skill = instructions[^1].Skill;
        string nonce = CreateNonce();
        string[] cuts = CutAll(instructions);
        var text = new StringBuilder(cuts.Sum(static cut => cut.Length) + (256 * cuts.Length));
        text.Append(CultureInfo.InvariantCulture, $"<skill_content nonce=\"{nonce}\" {Attributes(skill)}>\n");
        for (int i = 0; i < instructions.Count - 1; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"<skill_parent nonce=\"{nonce}\" {Attributes(instructions[i].Skill)}>\n");
            AppendText(text, cuts[i], instructions[i].Body.Length);
            text.Append(CultureInfo.InvariantCulture, $"</skill_parent nonce=\"{nonce}\">\n");
        }

        AppendText(text, cuts[^1], instructions[^1].Body.Length);
        AppendFiles(text, nonce, "skill_resources", skill.Resources.Where(file => !IsScript(file)));
        AppendFiles(text, nonce, "skill_scripts", skill.Resources.Where(IsScript));
        return text.Append(CultureInfo.InvariantCulture, $"</skill_content nonce=\"{nonce}\">\n").ToString();
    }

    /// <summary>
    /// The text of one of a skill's files, between <c>&lt;skill_resource&gt;</c> tags that name the skill, the file and
    /// the skill's trust.
    /// </summary>
    /// <param name="skill">The skill.</param>
    /// <param name="path">The file's path inside the skill.</param>
    /// <param name="text">Its text, from <see cref="ISkillStore.ReadTextAsync"/>.</param>
    /// <returns>The text; what was cut is said.</returns>
    public string RenderResource(InstalledSkill skill, string path, string text)
    {
        ArgumentNullException.ThrowIfNull(skill);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        string nonce = CreateNonce();
        string cut = Cut(text, _options.MaxContentLength);
        var rendered = new StringBuilder(cut.Length + 256);
        rendered.Append(
            CultureInfo.InvariantCulture,
            $"<skill_resource nonce=\"{nonce}\" skill=\"{Line(skill.Name, _options.MaxNameLength)}\" "
                + $"path=\"{Line(path, MaxSourceLength)}\" trust=\"{TrustOf(skill)}\">\n");
        AppendText(rendered, cut, text.Length);
        return rendered.Append(CultureInfo.InvariantCulture, $"</skill_resource nonce=\"{nonce}\">\n").ToString();
    }

    /// <summary>
    /// A skill's description for a list of tools: without hidden characters, without what would break a prompt's
    /// markup, and bounded.
    /// </summary>
    /// <param name="manifest">The skill's manifest.</param>
    public string RenderDescription(SkillManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        string whole = HiddenCharacters.Remove(manifest.Description);
        string cut = Cut(whole, _options.MaxDescriptionLength);
        return PromptMarkup.Neutralise(cut.Length < whole.Length ? cut + "…" : cut);
    }

    private static bool IsScript(InstalledFile file) => file.Path.StartsWith("scripts/", StringComparison.Ordinal);

    private void AppendFiles(StringBuilder text, string nonce, string tag, IEnumerable<InstalledFile> files)
    {
        InstalledFile[] listed = [.. files];
        if (listed.Length == 0)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"<{tag} nonce=\"{nonce}\">\n");
        foreach (InstalledFile file in listed.Take(_options.MaxFiles))
        {
            text.Append(CultureInfo.InvariantCulture, $"  <file>{Line(file.Path, MaxSourceLength)}</file>\n");
        }

        if (listed.Length > _options.MaxFiles)
        {
            text.Append(
                CultureInfo.InvariantCulture, $"  <!-- {listed.Length - _options.MaxFiles} more files -->\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"</{tag} nonce=\"{nonce}\">\n");
    }

    private static void AppendText(StringBuilder text, string cut, int length)
    {
        // Hidden characters go first: they must not keep a tag from being seen.
        text.Append(PromptMarkup.Neutralise(HiddenCharacters.Remove(cut)).TrimEnd('\n')).Append('\n');
        if (cut.Length < length)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"[The first {cut.Length} of {length} characters; the rest was left out.]\n");
        }
    }

    private string Attributes(InstalledSkill skill) =>
        $"name=\"{Line(skill.Name, _options.MaxNameLength)}\" "
            + $"source=\"{Line(skill.Source.ToString(), MaxSourceLength)}\" trust=\"{TrustOf(skill)}\"";

    /// <summary>All texts within one bound: the skill's own has the first claim, then the nearest parent.</summary>
    private string[] CutAll(IReadOnlyList<SkillInstructions> instructions)
    {
        var cuts = new string[instructions.Count];
        int left = _options.MaxContentLength;
        for (int i = instructions.Count - 1; i >= 0; i--)
        {
            cuts[i] = left > 0 ? Cut(instructions[i].Body, left) : "";
            left -= cuts[i].Length;
        }

        return cuts;
    }

    private void AppendEntry(StringBuilder text, InstalledSkill skill)
    {
        text.Append("  <skill>\n");
        text.Append(CultureInfo.InvariantCulture, $"    <name>{Line(skill.Name, _options.MaxNameLength)}</name>\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"    <description>{Line(skill.Manifest.Description, _options.MaxDescriptionLength)}</description>\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"    <source trust=\"{TrustOf(skill)}\">{Line(skill.Source.ToString(), MaxSourceLength)}</source>\n");
        text.Append("  </skill>\n");
    }

    private static string TrustOf(InstalledSkill skill) =>
        skill.TrustTier switch
        {
            SkillTrustTier.Verified => "verified",
            SkillTrustTier.Local => "local",
            _ => "untrusted",
        };

    /// <summary>A value on one line, escaped for an element or an attribute.</summary>
    private static string Line(string value, int limit)
    {
        string whole = HiddenCharacters.Remove(value);
        string cut = Cut(whole, limit);
        var text = new StringBuilder(cut.Length + 16);
        foreach (char c in cut)
        {
            _ = c switch
            {
                '&' => text.Append("&amp;"),
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '"' => text.Append("&quot;"),
                '[' => text.Append("&#91;"),
                _ when char.IsWhiteSpace(c) => text.Append(' '),
                _ => text.Append(c),
            };
        }

        return cut.Length < whole.Length ? text.Append('…').ToString() : text.ToString();
    }

    private static string Cut(string text, int limit) =>
        text.Length <= limit ? text
        : char.IsHighSurrogate(text[limit - 1]) ? text[..(limit - 1)]
        : text[..limit];
}
