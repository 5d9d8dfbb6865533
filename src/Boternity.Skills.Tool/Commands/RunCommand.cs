using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Boternity.Skills.Execution;

namespace Boternity.Skills.Tool.Commands;

/// <summary><c>boternity run</c>.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var skill = new Argument<string>("skill") { Description = "A folder, an installed skill, or a reference." };
        var input = new Option<string?>("--input", "-i") { Description = "The input; - for standard input." };
        var rest = new Argument<string[]>("arguments") { Description = "Arguments of the program, after --." };
        var grants = new GrantOptions();
        var command = new Command("run", """
            Runs a tool skill and prints what it answers. A folder or a reference is not installed for it.

            Examples:
              boternity run ./my-skill --input '{"op": "upper", "value": "hello"}'
              boternity run notes --read ./reports < question.txt
            """)
        {
            skill,
            input,
            rest,
            GlobalOptions.Engine,
        };
        grants.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            string text = await ReadInputAsync(parsed.GetValue(input), token);
            (ToolHost host, InstalledSkill found, bool isInstalled) = await SkillPlaces
                .OpenAsync(parsed.GetRequiredValue(skill), parsed, token);
            await using (host)
            {
                bool isJson = parsed.GetValue(GlobalOptions.Json);
                SkillExecutionResult result = await host.Get<ISkillExecutor>()
                    .ExecuteAsync(
                        found,
                        text,
                        new SkillExecutionOptions
                        {
                            Grants = SkillPlaces.GrantsOf(grants.Read(parsed), isInstalled),
                            Arguments = parsed.GetValue(rest) ?? [],
                            OnLog = isJson ? null : ShowLog,
                        },
                        token);
                Show(result, host.Get<IWasmEngine>().Name, isJson);
            }

            return ToolExit.Success;
        });
        return command;
    }

    /// <summary>The input; what is piped in where none is given.</summary>
    public static async Task<string> ReadInputAsync(string? given, CancellationToken cancellationToken) =>
        given == "-" || (given is null && Console.IsInputRedirected)
            ? await Console.In.ReadToEndAsync(cancellationToken)
            : given ?? "";

    /// <summary>What was denied, and how much was used, in words.</summary>
    public static void ShowUses(IReadOnlyList<SkillCapabilityUse> uses)
    {
        foreach (SkillCapabilityUse use in uses)
        {
            string denied = use.Denied == 0
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $", denied {use.Denied} times");
            ToolOutput.Note(string.Create(
                CultureInfo.InvariantCulture, $"{use.Capability} {use.Scope}: {use.Allowed} times{denied}"));
        }
    }

    /// <summary>A line of the skill's log, as it is written.</summary>
    public static void ShowLog(SkillLogLine line) => ToolOutput.Note($"{line.Level}: {line.Message}");

    private static void Show(SkillExecutionResult result, string engine, bool isJson)
    {
        if (isJson)
        {
            JsonObject document = SkillJson.Of(result);
            document["engine"] = engine;
            ToolOutput.Json(document);
            return;
        }

        ShowUses(result.CapabilityUses);
        if (result.IsStub)
        {
            ToolOutput.Note("The skill brings no program: this is its own text.");
        }

        PassedOutput.OfOutput().Write(result.Output);
        if (!Console.IsOutputRedirected && !result.Output.EndsWith('\n'))
        {
            Console.Out.WriteLine();
        }

        ToolOutput.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"({result.FuelConsumed:N0} fuel, {result.Duration.TotalSeconds:N3} s, {engine})"));
    }
}
