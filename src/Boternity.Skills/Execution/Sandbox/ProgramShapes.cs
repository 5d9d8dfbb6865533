using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Wasi;

namespace Boternity.Skills.Execution.Sandbox;

/// <summary>Tells programs apart by what they export, and finds all that they import: once, when they are loaded.</summary>
internal sealed class ProgramShapes
{
    private const string Expected =
        $"a component that exports '{SkillWorld.Execute}' ({SkillWorld.ExecuteShape}) or 'wasi:cli/run@0.2', or a core module that exports '{ModuleProgram.Start}' and imports nothing but '{Preview1.Module}'";

    private readonly ComponentLinker _components = new();
    private readonly Linker _modules = new();
    private readonly TimeProvider _time;

    public ProgramShapes(TimeProvider time)
    {
        _time = time;
        SkillWorld.Define(_components);
        WasiInterfaces.Define(_components);
        Preview1.Define(_modules);
    }

    /// <exception cref="SkillLinkException">It is none of the shapes.</exception>
    /// <exception cref="WasmException">It cannot be decoded, or imports what there is not.</exception>
    public SandboxProgram Load(Engine engine, WasmBinary binary) => binary.Kind switch
    {
        WasmBinaryKind.Component => Load(engine, Component.Load(engine, binary.Bytes.Span)),
        WasmBinaryKind.Module => Load(engine, engine.LoadModule(binary.Bytes.Span)),
        _ => throw new SkillLinkException($"A {binary.Kind} is not a program; expected {Expected}."),
    };

    private SandboxProgram Load(Engine engine, Component component)
    {
        bool isSkill = component.Exports.TryGet(SkillWorld.Execute, out ExternType execute);
        bool isCommand = !isSkill && HasCommand(component);
        if (isSkill)
        {
            Check(SkillWorld.Execute, execute, SkillWorld.ExecuteShape);
        }
        else if (!isCommand)
        {
            throw new SkillLinkException($"The component exports no program; expected {Expected}.");
        }

        LinkedComponent linked = _components.Link(component);
        return isSkill ? new SkillWorldProgram(engine, _time, linked) : new CommandProgram(engine, _time, linked);
    }

    private ModuleProgram Load(Engine engine, Module module)
    {
        ModuleDefinition definition = module.Definition;
        if (module.FindExport(ModuleProgram.Start) is not { Kind: ExternKind.Function } start)
        {
            throw new SkillLinkException($"The core module exports no function '{ModuleProgram.Start}'; expected {Expected}.");
        }

        if (definition.GetFunctionType(start.Index) is { } type && (type.Parameters.Length > 0 || type.Results.Length > 0))
        {
            throw new SkillLinkException($"The core module's '{ModuleProgram.Start}' is {type}; it must take and give nothing.");
        }

        foreach (Import import in definition.Imports)
        {
            Extern offered = _modules.Find(import.Module, import.Name) ?? throw new WasmLinkException("unknown import", import.Module, import.Name);
            if (import.Kind != ExternKind.Function || !((Function)offered).Type.Equals(definition.GetFunctionType(import.Index)))
            {
                throw new WasmLinkException("incompatible import type", import.Module, import.Name);
            }
        }

        return new ModuleProgram(engine, _time, _modules, module);
    }

    private static bool HasCommand(Component component)
    {
        foreach ((string name, ExternType export) in component.Exports.Items)
        {
            if (export.Sort == ExternSort.Instance && IsCommand(name))
            {
                if (!((InstanceType)export.Type).Exports.TryGet(CommandProgram.Function, out ExternType run))
                {
                    throw new SkillLinkException($"The component's '{name}' has no function '{CommandProgram.Function}'.");
                }

                Check($"{name}#{CommandProgram.Function}", run, CommandProgram.Shape);
                return true;
            }
        }

        return false;
    }

    private static bool IsCommand(string name) =>
        ExternName.TryParse(name)?.CompatibilityKey is { } key && key == ExternName.TryParse(CommandProgram.Interface)?.CompatibilityKey;

    private static void Check(string name, ExternType export, string shape)
    {
        string actual = export.Sort == ExternSort.Func ? export.Type.ToString()! : ExternType.Describe(export.Sort);
        if (actual != shape)
        {
            throw new SkillLinkException($"The component's '{name}' is {actual}; it must be {shape}.");
        }
    }
}
