using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Validation;

/// <summary>
/// What validation finds about the modules of a binary, in the order in which they are decoded; or what it found
/// before. To validate is most of decoding: whoever keeps what it found, and knows that the binary is the same, need
/// not do it again.
/// </summary>
/// <param name="known">What was found before; null to validate.</param>
internal sealed class ModuleFindings(IReadOnlyList<byte>? known = null)
{
    private const byte GrowsTables = 1;
    private const byte WritesTables = 2;

    private readonly List<byte> _found = [];

    /// <summary>A byte for each module.</summary>
    public IReadOnlyList<byte> Found => _found;

    /// <summary>Validates the next module, unless that was done before.</summary>
    /// <exception cref="WasmValidationException">It is not valid.</exception>
    /// <exception cref="WasmFormatException">A function body is malformed.</exception>
    /// <exception cref="WasmUnsupportedException">A function body uses what is not there.</exception>
    public void Validate(ModuleDefinition module, LoadClock clock)
    {
        if (known is null)
        {
            ModuleValidator.Validate(module, clock);
        }
        else
        {
            // Of another binary there may be more.
            byte findings = _found.Count < known.Count
                ? known[_found.Count]
                : throw new ArgumentException("What was found before is of another binary.", nameof(module));
            module.GrowsTables = (findings & GrowsTables) != 0;
            module.WritesTables = (findings & WritesTables) != 0;
        }

        _found.Add((byte)((module.GrowsTables ? GrowsTables : 0) | (module.WritesTables ? WritesTables : 0)));
    }
}
