using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Managed;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.ScriptHost;
using Boternity.Skills.Wasm.SkillWorld;
using Boternity.Skills.Wasm.Validation;
using Boternity.Skills.Wasm.Wasi;
using Boternity.Skills.Wasm.Wasi.Preview1;

namespace Boternity.Skills.Wasm.Programs;

/// <summary>
/// Decodes binaries, tells programs apart by what they export, and finds all that they import: once, before anything
/// runs. It serves every engine: one that runs programs in another way has them checked here and binds
/// <see cref="Definitions"/> and <see cref="Preview1Functions.All"/> itself.
/// </summary>
internal sealed class ProgramLoader
{
    public const string CommandInterface = "wasi:cli/run@0.2.0";
    public const string CommandFunction = "run";
    public const string CommandShape = "() -> result<_, _>";
    public const string Start = "_start";

    /// <summary>What a reactor of WASI preview 1 has called before anything else; it may be missing.</summary>
    public const string InitializeReactor = "_initialize";

    /// <summary>Initialises a script runtime; answers 0 where that went well.</summary>
    public const string Init = "init";

    /// <summary>Runs a script; answers the exit code.</summary>
    public const string Run = "run";

    private const string Expected =
        $"a component that exports '{SkillHostInterface.Execute}' ({SkillHostInterface.ExecuteShape}) or "
            + $"'wasi:cli/run@0.2', "
            + $"or a core module that exports '{Start}', or '{Init}' and '{Run}', and imports nothing but "
            + $"'{Preview1Functions.Module}' and '{ScriptHostFunctions.Module}'";

    // What finding an import advances the clock by.
    private const int UnitsOfImport = 16;

    private readonly ComponentLinker _components = new();

    public ProgramLoader()
    {
        HostBinding.Bind(_components, Definitions);
        HostBinding.Bind(Modules, Preview1Functions.All);
        HostBinding.BindScriptHost(Modules);
    }

    /// <summary>What components can import: <c>boternity:skill/host</c> and WASI 0.2.</summary>
    public static HostDefinitions Definitions { get; } = DefineAll();

    /// <summary>What core modules can import, bound to the managed engine: preview 1.</summary>
    public Linker Modules { get; } = new();

    /// <summary>Loads a component.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="binary">The component.</param>
    /// <param name="clock">Bounds the time it takes; null for any time.</param>
    /// <param name="memory">What the program is charged to, by whoever began to measure; null for one of its
    /// own.</param>
    /// <param name="findings">Validates core modules, or knows what was found before; null to validate.</param>
    /// <exception cref="WasmProgramException">It is no program.</exception>
    /// <exception cref="WasmException">It cannot be decoded, or imports what there is not.</exception>
    public ComponentProgram LoadComponent(
        Engine engine,
        ReadOnlySpan<byte> binary,
        LoadClock? clock = null,
        ProgramMemory? memory = null,
        ModuleFindings? findings = null)
    {
        Component component = Component.Load(engine, binary, clock: clock, memory: memory, findings: findings);
        bool isSkill = component.Exports.TryGet(SkillHostInterface.Execute, out ExternType execute);
        if (isSkill)
        {
            Check(SkillHostInterface.Execute, execute, SkillHostInterface.ExecuteShape);
        }
        else if (!HasCommand(component, clock))
        {
            throw new WasmProgramException($"The component exports no program; expected {Expected}.");
        }

        return new ComponentProgram(
            isSkill ? ProgramShape.SkillPlugin : ProgramShape.Command, _components.Link(component, clock));
    }

    /// <summary>Loads a core module.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="binary">The module.</param>
    /// <param name="clock">Bounds the time it takes; null for any time.</param>
    /// <param name="memory">What the program is charged to, by whoever began to measure; null for one of its
    /// own.</param>
    /// <param name="findings">Validates core modules, or knows what was found before; null to validate.</param>
    /// <exception cref="WasmProgramException">It is no program.</exception>
    /// <exception cref="WasmException">It cannot be decoded, or imports what there is not.</exception>
    public ModuleProgram LoadModule(
        Engine engine,
        ReadOnlySpan<byte> binary,
        LoadClock? clock = null,
        ProgramMemory? memory = null,
        ModuleFindings? findings = null)
    {
        Module module = engine.LoadModule(binary, clock, memory, findings);
        ModuleDefinition definition = module.Definition;
        ProgramShape shape = ShapeOf(module);

        foreach (Import import in definition.Imports)
        {
            clock?.Advance(UnitsOfImport);
            Extern offered = Modules.Find(import.Module, import.Name)
                ?? throw new WasmLinkException("unknown import", import.Module, import.Name);
            if (import.Kind != ExternKind.Function
                || !((Function)offered).Type.Equals(definition.GetFunctionType(import.Index)))
            {
                throw new WasmLinkException("incompatible import type", import.Module, import.Name);
            }
        }

        return new ModuleProgram(shape, module);
    }

    private static ProgramShape ShapeOf(Module module)
    {
        if (Has(Start))
        {
            Check(module, Start, []);
            return ProgramShape.Preview1Command;
        }

        if (Has(Init) && Has(Run))
        {
            Check(module, Init, [ValType.I32]);
            Check(module, Run, [ValType.I32]);
            if (Has(InitializeReactor))
            {
                Check(module, InitializeReactor, []);
            }

            return ProgramShape.Preview1Runtime;
        }

        throw new WasmProgramException($"The core module exports no function '{Start}'; expected {Expected}.");

        bool Has(string function) => module.FindExport(function) is { Kind: ExternKind.Function };
    }

    private static void Check(Module module, string function, ValType[] results)
    {
        var expected = new FuncType([], results);
        FuncType actual = module.Definition.GetFunctionType(module.FindExport(function)!.Value.Index);
        if (!actual.Equals(expected))
        {
            string wanted = results.Length == 0 ? "take and give nothing" : $"be {expected}";
            throw new WasmProgramException($"The core module's '{function}' is {actual}; it must {wanted}.");
        }
    }

    private static HostDefinitions DefineAll()
    {
        var definitions = new HostDefinitions();
        SkillHostInterface.Define(definitions);
        WasiInterfaces.Define(definitions);
        return definitions;
    }

    private static bool HasCommand(Component component, LoadClock? clock)
    {
        foreach ((string name, ExternType export) in component.Exports.Items)
        {
            clock?.Advance(1 + name.Length);
            if (export.Sort == ExternSort.Instance && IsCommand(name))
            {
                if (!((InstanceType)export.Type).Exports.TryGet(CommandFunction, out ExternType run))
                {
                    throw new WasmProgramException($"The component's '{name}' has no function '{CommandFunction}'.");
                }

                Check($"{name}#{CommandFunction}", run, CommandShape);
                return true;
            }
        }

        return false;
    }

    private static bool IsCommand(string name) =>
        ExternName.TryParse(name)?.CompatibilityKey is { } key
            && key == ExternName.TryParse(CommandInterface)?.CompatibilityKey;

    private static void Check(string name, ExternType export, string shape)
    {
        string actual = export.Sort == ExternSort.Func ? export.Type.ToString()! : ExternType.Describe(export.Sort);
        if (actual != shape)
        {
            throw new WasmProgramException($"The component's '{name}' is {actual}; it must be {shape}.");
        }
    }
}
