using System.Text;
using Boternity.Skills.Execution;

namespace Boternity.Skills.Tests.Execution;

/// <summary>Makes what an engine gives and is given.</summary>
internal static class EngineResults
{
    /// <summary>The result of a program of the world <c>skill-plugin</c> that answered.</summary>
    public static WasmRunResult Answer(string text, long fuel, long peakMemoryBytes) =>
        new() { Answer = text, FuelConsumed = fuel, PeakMemoryBytes = peakMemoryBytes };

    /// <summary>The input of a run, as text.</summary>
    public static string InputOf(WasmRunRequest request) => Encoding.UTF8.GetString(request.System.StandardInput.Span);
}
