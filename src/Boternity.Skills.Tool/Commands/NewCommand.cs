using System.CommandLine;

namespace Boternity.Skills.Tool.Commands;

/// <summary><c>boternity new</c>.</summary>
internal static class NewCommand
{
    public static Command Create()
    {
        var kind = new Argument<string>("kind")
        {
            Description = "py, js, c or rust, a tool; prompt, a text; py-script or js-script, a text with a script.",
        };
        kind.AcceptOnlyFromAmong([.. Templates.Kinds]);
        var name = new Argument<string>("name") { Description = "The skill's name and folder: a-z, 0-9 and hyphens." };
        var command = new Command("new", """
            Makes the folder of a skill that can be tried at once.

            Examples:
              boternity new js shout && boternity run shout --input hello
              boternity new prompt meeting-notes
            """)
        {
            kind,
            name,
        };
        command.SetAction((parsed, token) =>
        {
            string skill = parsed.GetRequiredValue(name);
            if (skill.Length is 0 or > 64 || skill.Any(static c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c)
                && c != '-'))
            {
                throw new ToolUsageException($"'{skill}' is no name: use a-z, 0-9 and hyphens, at most 64.");
            }

            string folder = Path.GetFullPath(skill);
            if (Path.Exists(folder))
            {
                throw new ToolUsageException($"{skill} is there already.");
            }

            Templates.Template template = Templates.Of(parsed.GetRequiredValue(kind), skill);
            foreach ((string path, byte[] content) in template.Files)
            {
                string file = Path.Combine([folder, .. path.Split('/')]);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllBytes(file, content);
                if (path.EndsWith(".sh", StringComparison.Ordinal) && !OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.UserExecute);
                }
            }

            StoreCommands.Done(parsed, $"Made {skill}.");
            if (!parsed.GetValue(GlobalOptions.Json))
            {
                ToolOutput.Note($"Try it: {template.Next}");
            }

            return Task.FromResult(ToolExit.Success);
        });
        return command;
    }
}
