using System.Text;
using System.Text.Json;

namespace Boternity.Skills.Scanning;

/// <summary>Which files make a tool run something by itself.</summary>
internal static class AutomaticFiles
{
    private const string InstallMessage = "Installing this package runs commands: ";

    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>What is wrong with a file.</summary>
    /// <param name="path">Its path, in lower case.</param>
    /// <param name="name">The last part of the path.</param>
    /// <param name="content">What it holds.</param>
    public static (SkillFindingSeverity Severity, string Message, int? Line)? Find(
        string path, string name, ReadOnlySpan<byte> content)
    {
        if (IsStartFile(name))
        {
            return Warning("A shell, an interpreter or an editor runs this file when it starts here.");
        }

        return name switch
        {
            "tasks.json" when IsBelow(path, ".vscode") && Has(content, "folderopen") =>
                Danger("An editor runs a task when it opens this folder."),
            "settings.json" when IsBelow(path, ".vscode") && Has(content, "allowautomatictasks") =>
                Danger("An editor is told to run tasks by itself."),
            "settings.json" when IsBelow(path, ".vscode") && Has(content, "terminal.integrated.") =>
                Warning("An editor's terminal is told what to start."),
            _ when name.EndsWith(".code-workspace", StringComparison.Ordinal) && Has(content, "folderopen") =>
                Danger("An editor runs a task when it opens this workspace."),
            "startup.xml" when IsBelow(path, ".idea") =>
                Danger("An editor runs tasks when it opens this folder."),
            "watchertasks.xml" when IsBelow(path, ".idea") =>
                Danger("An editor runs tasks when a file changes."),
            _ when path.Contains(".idea/runconfigurations/", StringComparison.Ordinal)
                || name.EndsWith(".run.xml", StringComparison.Ordinal) =>
                Warning("A run configuration of an editor, which reads like the user's own."),
            "devcontainer.json" or ".devcontainer.json" => DevContainer(content),
            "settings.json" or "settings.local.json" when IsBelow(path, ".claude") || IsBelow(path, ".gemini") =>
                AgentSettings(content),
            "hooks.json" => Danger("An agent runs these hooks by itself."),
            _ when IsBelow(path, ".claude/hooks") || IsBelow(path, ".kiro/hooks") || IsBelow(path, ".husky") =>
                Warning("A hook, which an agent or Git runs by itself."),
            "mcp.json" or ".mcp.json" when Has(content, "\"command\"") =>
                Warning("An agent or an editor starts the servers that are named here."),
            "package.json" => Scripts(content),
            "composer.json" when Has(content, "post-install-cmd") || Has(content, "pre-install-cmd") =>
                Warning(InstallMessage + "'post-install-cmd'."),
            "binding.gyp" => Warning(InstallMessage + "it is built."),
            _ when name.EndsWith(".pth", StringComparison.Ordinal) && Has(content, "import ") =>
                Warning("Python runs the lines of this file when it starts."),
            _ => null,
        };
    }

    private static bool IsStartFile(string name) => name is ".envrc" or ".bashrc" or ".bash_profile" or ".profile"
        or ".zshrc" or ".zshenv" or ".zprofile" or ".bash_login" or ".autoenv" or ".autoenv.zsh" or ".vimrc" or ".exrc"
        or ".nvimrc" or ".nvim.lua" or ".gdbinit" or ".lldbinit" or ".dir-locals.el" or ".rprofile" or ".irbrc"
        or ".pryrc" or "sitecustomize.py" or "usercustomize.py" or "autorun.inf" or ".mise.toml" or "mise.toml";

    private static bool IsBelow(string path, string directory) =>
        path.StartsWith(directory + "/", StringComparison.Ordinal)
        || path.Contains("/" + directory + "/", StringComparison.Ordinal);

    private static (SkillFindingSeverity, string, int?)? DevContainer(ReadOnlySpan<byte> content)
    {
        if (Has(content, "initializecommand"))
        {
            return Danger("Opening this development container runs a command on this machine: 'initializeCommand'.");
        }

        foreach (string command in (ReadOnlySpan<string>)
            ["onCreateCommand", "updateContentCommand", "postCreateCommand", "postStartCommand", "postAttachCommand"])
        {
            if (Has(content, command))
            {
                return Warning($"Opening this development container runs a command: '{command}'.");
            }
        }

        return null;
    }

    private static (SkillFindingSeverity, string, int?)? AgentSettings(ReadOnlySpan<byte> content)
    {
        if (Has(content, "\"hooks\"") || Has(content, "\"statusline\"") || Has(content, "\"apikeyhelper\""))
        {
            return Danger("An agent is told to run commands by itself.");
        }

        return Has(content, "\"mcpservers\"") || Has(content, "\"permissions\"")
            ? Warning("An agent's settings: what it may do, or which servers it starts.")
            : null;
    }

    private static (SkillFindingSeverity, string, int?)? Scripts(ReadOnlySpan<byte> content)
    {
        foreach (string script in (ReadOnlySpan<string>)
            ["preinstall", "install", "postinstall", "prepare", "preprepare", "postprepare"])
        {
            if (HasScript(content, script))
            {
                return Warning($"{InstallMessage}'{script}'.");
            }
        }

        return null;
    }

    private static bool HasScript(ReadOnlySpan<byte> content, string script)
    {
        try
        {
            using var json = JsonDocument.Parse(content.ToArray(), Lenient);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("scripts", out JsonElement scripts)
                && scripts.ValueKind == JsonValueKind.Object
                && scripts.TryGetProperty(script, out _);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // What is no JSON to this reader, or has half of a surrogate pair, may be some to another.
            return Has(content, $"\"{script}\"");
        }
    }

    /// <summary>Whether a text is in the file, in any case, also behind escapes of JSON.</summary>
    private static bool Has(ReadOnlySpan<byte> content, string text)
    {
        string file = Encoding.UTF8.GetString(content).Replace("\0", "", StringComparison.Ordinal);
        return file.Contains(text, StringComparison.OrdinalIgnoreCase)
            || (file.Contains("\\u00", StringComparison.OrdinalIgnoreCase)
                && Unescape(file).Contains(text, StringComparison.OrdinalIgnoreCase));
    }

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (int at = 0; at < text.Length;)
        {
            if (text[at] == '\\' && ShellEscape.TryRead(text.AsSpan(at), out char decoded, out int length))
            {
                plain.Append(decoded);
                at += length;
            }
            else
            {
                plain.Append(text[at++]);
            }
        }

        return plain.ToString();
    }

    private static (SkillFindingSeverity, string, int?)? Danger(string message) =>
        (SkillFindingSeverity.Danger, message, null);

    private static (SkillFindingSeverity, string, int?)? Warning(string message) =>
        (SkillFindingSeverity.Warning, message, null);
}
