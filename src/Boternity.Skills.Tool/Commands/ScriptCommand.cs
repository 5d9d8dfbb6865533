using System.CommandLine;
using System.Text;

namespace Boternity.Skills.Tool.Commands;

/// <summary><c>boternity script</c>.</summary>
internal static class ScriptCommand
{
    public static Command Create()
    {
        var skill = new Argument<string>("skill") { Description = "A folder, an installed skill, or a reference." };
        var path = new Argument<string>("path") { Description = "The script, such as scripts/convert.py." };
        var rest = new Argument<string[]>("arguments") { Description = "Arguments of the script, after --." };
        var input = new Option<string?>("--input", "-i") { Description = "Standard input; - for what is piped in." };
        var work = new Option<DirectoryInfo?>("--work")
        {
            Description = "The folder that the script works in and may change; a private one by default.",
        };
        var grants = new GrantOptions();
        var command = new Command("script", """
            Runs a script of a skill in the sandbox and ends with its exit code.

            Example:
              boternity script ./my-skill scripts/convert.py --work . -- --from a.csv
            """)
        {
            skill,
            path,
            rest,
            input,
            work,
            GlobalOptions.Engine,
        };
        grants.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            string text = parsed.GetValue(input) is { } given
                ? await RunCommand.ReadInputAsync(given, token)
                : "";
            (ToolHost host, InstalledSkill found, bool isInstalled) = await SkillPlaces
                .OpenAsync(parsed.GetRequiredValue(skill), parsed, token);
            await using (host)
            {
                bool isJson = parsed.GetValue(GlobalOptions.Json);
                var output = PassedOutput.OfOutput();
                var error = PassedOutput.OfError();
                SkillScriptResult result = await host.Get<ISkillExecutor>()
                    .ExecuteScriptAsync(
                        found,
                        parsed.GetRequiredValue(path),
                        new SkillScriptOptions
                        {
                            Arguments = parsed.GetValue(rest) ?? [],
                            StandardInput = Encoding.UTF8.GetBytes(text),
                            WorkDirectory = parsed.GetValue(work)?.FullName,
                            Grants = SkillPlaces.GrantsOf(grants.Read(parsed), isInstalled),
                            OnLog = isJson ? null : RunCommand.ShowLog,
                            OnOutput = isJson
                                ? null
                                : piece => (piece.IsError ? error : output).Write(piece.Bytes.Span),
                        },
                        token);
                if (isJson)
                {
                    ToolOutput.Json(SkillJson.Of(result));
                }
                else
                {
                    RunCommand.ShowUses(result.CapabilityUses);
                }

                return result.ExitCode;
            }
        });
        return command;
    }
}
