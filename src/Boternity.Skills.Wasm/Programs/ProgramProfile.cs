using System.Globalization;
using System.Text;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Programs;

/// <summary>
/// What of a program was hot, as text: a first line with the format's name and version; per core module a line
/// <c>module</c> with its place; per function that was compiled a line with its index and, of a large one, how often
/// its blocks were executed. Numbers only, never code: a forged one makes the engine compile what is not hot, within
/// the limits that hold for what is, and does nothing else.
/// </summary>
internal static class ProgramProfile
{
    /// <summary>The largest profile that is read, in bytes. None that is written is larger.</summary>
    public const int MaxBytes = 1 << 20;

    private const string Header = "boternity-profile 1";
    private const string ModuleWord = "module ";

    /// <summary>Changes whenever more of a program was compiled.</summary>
    public static int VersionOf(Program program) => program.Modules.Sum(static module => module.Code.HotVersion);

    /// <summary>Writes down what was hot so far.</summary>
    public static byte[] Write(Program program)
    {
        var text = new StringBuilder(Header).Append('\n');
        int place = 0;
        foreach (Module module in program.Modules)
        {
            text.Append(CultureInfo.InvariantCulture, $"{ModuleWord}{place++}\n");
            foreach (HotFunction function in module.Code.GetHotFunctions())
            {
                int start = text.Length;
                text.Append(CultureInfo.InvariantCulture, $"{function.Function}");
                foreach ((int key, long heat) in function.Blocks)
                {
                    text.Append(CultureInfo.InvariantCulture, $" {key}:{heat}");
                }

                text.Append('\n');
                if (text.Length > MaxBytes)
                {
                    text.Length = start;
                    return Encoding.ASCII.GetBytes(text.ToString());
                }
            }
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Has what was hot in another process compiled in the background.</summary>
    /// <returns>Whether it is a profile. What of it does not fit to the program is passed over.</returns>
    public static bool TryApply(Program program, ReadOnlySpan<byte> profile)
    {
        if (profile.Length > MaxBytes || TryParse(profile) is not { } modules)
        {
            return false;
        }

        int place = 0;
        foreach (Module module in program.Modules)
        {
            if (modules.TryGetValue(place++, out List<HotFunction>? functions))
            {
                module.Code.Preheat(functions);
            }
        }

        return true;
    }

    private static Dictionary<int, List<HotFunction>>? TryParse(ReadOnlySpan<byte> profile)
    {
        if (!Ascii.IsValid(profile))
        {
            return null;
        }

        var modules = new Dictionary<int, List<HotFunction>>();
        List<HotFunction>? functions = null;
        string[] lines = Encoding.ASCII.GetString(profile).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines is not [Header, ..])
        {
            return null;
        }

        foreach (string line in lines.AsSpan(1))
        {
            if (line.StartsWith(ModuleWord, StringComparison.Ordinal))
            {
                if (!TryParse(line.AsSpan(ModuleWord.Length), out int place)
                    || !modules.TryAdd(place, functions = []))
                {
                    return null;
                }
            }
            else if (functions is null || ParseFunction(line) is not { } function)
            {
                return null;
            }
            else
            {
                functions.Add(function);
            }
        }

        return modules;
    }

    private static HotFunction? ParseFunction(string line)
    {
        string[] parts = line.Split(' ');
        if (!TryParse(parts[0], out int function))
        {
            return null;
        }

        var blocks = new Dictionary<int, long>();
        foreach (string part in parts.AsSpan(1))
        {
            int colon = part.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0
                || !TryParse(part.AsSpan(0, colon), out int key)
                || !long.TryParse(
                    part.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long heat)
                || !blocks.TryAdd(key, heat))
            {
                return null;
            }
        }

        return new HotFunction(function, blocks);
    }

    private static bool TryParse(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
