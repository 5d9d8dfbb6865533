using System.Text;
using Boternity.Skills.Text;

namespace Boternity.Skills.Extensions.AI;

/// <summary>Tells of one call: its beginning, what the skill says, its end. Tells nobody where nobody asked.</summary>
internal sealed class CallProgress(
    InstalledSkill skill, string function, string? script, IProgress<SkillFunctionProgress>? progress)
{
    private const int MaxLine = 2_000;

    private readonly LineSplitter _output = new();
    private readonly LineSplitter _errors = new();

    public void Started() => Report(SkillFunctionStage.Started);

    public void Completed(SkillExecutionResult result) =>
        progress?.Report(Create(SkillFunctionStage.Completed) with { Result = result });

    public void Completed(SkillScriptResult result) =>
        progress?.Report(Create(SkillFunctionStage.Completed) with { ScriptResult = result });

    public void Failed(SkillException error) =>
        progress?.Report(Create(SkillFunctionStage.Failed) with { Error = error });

    /// <summary>The options of an execution, which tell what is logged too.</summary>
    public SkillExecutionOptions? Listen(SkillExecutionOptions? options)
    {
        if (progress is null)
        {
            return options;
        }

        options ??= new SkillExecutionOptions();
        return options with { OnLog = options.OnLog + Logged };
    }

    /// <summary>The options of a script's run, which tell what is logged and printed too.</summary>
    public SkillScriptOptions Listen(SkillScriptOptions options) => progress is null
        ? options
        : options with { OnLog = options.OnLog + Logged, OnOutput = options.OnOutput + Printed };

    private void Logged(SkillLogLine line) => Say($"{line.Level}: {line.Message}");

    private void Printed(SkillScriptOutput output)
    {
        foreach (string line in (output.IsError ? _errors : _output).Add(output.Bytes.Span))
        {
            Say(line);
        }
    }

    private void Say(string text)
    {
        string line = DisplayText.OneLine(text.Length > MaxLine ? text[..MaxLine] : text);
        progress!.Report(Create(SkillFunctionStage.Reported) with { Message = line });
    }

    private void Report(SkillFunctionStage stage) => progress?.Report(Create(stage));

    private SkillFunctionProgress Create(SkillFunctionStage stage) =>
        new() { Skill = skill, FunctionName = function, Script = script, Stage = stage };

    /// <summary>Whole lines of bytes that come in pieces. What is too long is cut; its rest is left out.</summary>
    private sealed class LineSplitter
    {
        private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
        private readonly StringBuilder _line = new();

        public List<string> Add(ReadOnlySpan<byte> bytes)
        {
            char[] characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
            int count = _decoder.GetChars(bytes, characters, flush: false);
            List<string> lines = [];
            foreach (char c in characters.AsSpan(0, count))
            {
                if (c == '\n')
                {
                    lines.Add(_line.ToString().TrimEnd('\r'));
                    _line.Clear();
                }
                else if (_line.Length <= MaxLine)
                {
                    _line.Append(c);
                }
            }

            return lines;
        }
    }
}
