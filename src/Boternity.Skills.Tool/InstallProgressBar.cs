using System.Globalization;
using Boternity.Skills.Text;
using Spectre.Console;

namespace Boternity.Skills.Tool;

/// <summary>
/// Shows an install on a terminal: a line for each step, and a bar with bytes for what is fetched. Nothing is drawn
/// while an approver asks, so that both can have the terminal.
/// </summary>
internal sealed class InstallProgressBar(IAnsiConsole console, TimeProvider time) : IProgress<SkillInstallProgress>
{
    private const int BarWidth = 24;
    private const string BackToStart = "\r";
    private const string EraseLine = "\r\u001b[K";
    private static readonly TimeSpan DrawEvery = TimeSpan.FromMilliseconds(50);

    private bool _isBar;
    private long _drawn;

    public void Report(SkillInstallProgress value)
    {
        if (value.Bytes is { } bytes)
        {
            bool isLast = bytes == value.TotalBytes;
            if (!_isBar || isLast || time.GetElapsedTime(_drawn) >= DrawEvery)
            {
                Draw(bytes, value.TotalBytes);
            }

            return;
        }

        if (_isBar)
        {
            console.WriteLine();
            _isBar = false;
        }

        if (value.Step != SkillInstallStep.Installed)
        {
            console.MarkupLine($"[grey]{Markup.Escape(DisplayText.OneLine(value.Message))} …[/]");
        }
    }

    private void Draw(long bytes, long? total)
    {
        console.Write(new ControlCode(console.Profile.Capabilities.Ansi ? EraseLine : BackToStart));
        if (total is > 0 and { } all)
        {
            int done = (int)(Math.Min(bytes, all) * BarWidth / all);
            (char full, char rest) = console.Profile.Capabilities.Unicode ? ('━', '─') : ('#', '-');
            console.Markup($"  [green]{new string(full, done)}[/][grey]{new string(rest, BarWidth - done)}[/] ");
            console.Write($"{ToText(bytes)} of {ToText(all)}");
        }
        else
        {
            console.Write($"  {ToText(bytes)}");
        }

        _isBar = true;
        _drawn = time.GetTimestamp();
    }

    /// <summary>A number of bytes for a person: <c>1.4 MB</c>.</summary>
    public static string ToText(long bytes) => bytes switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000.0:N1} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000.0:N1} MB"),
    };
}
