using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasm.SkillWorld;
using Boternity.Skills.Wasmtime.Running;

namespace Boternity.Skills.Wasmtime.Plans;

/// <summary>
/// All that is needed of a checked program to run what Wasmtime compiled of it. It is kept with that, so that the
/// program need not be decoded and checked again. Immutable.
/// </summary>
internal sealed record ProgramPlan
{
    /// <summary>How it is run.</summary>
    public required ProgramShape Shape { get; init; }

    /// <summary>What an instance takes.</summary>
    public required ProgramCharges Charges { get; init; }

    /// <summary>Of a module, which memory it exports as <c>memory</c>; -1 for none. It imports none.</summary>
    public int MemoryIndex { get; init; } = -1;

    /// <summary>Of a module, whether it has <c>_initialize</c>.</summary>
    public bool HasInitialize { get; init; }

    /// <summary>Of a component, the names that lead to its function: an instance's first, if it is in one.</summary>
    public IReadOnlyList<string> Function { get; init; } = [];

    /// <summary>Of a component, what it imports.</summary>
    public IReadOnlyList<PlannedImport> Imports { get; init; } = [];

    /// <summary>The plan of a program that was found good.</summary>
    /// <exception cref="Wasm.WasmLinkException">It imports too much.</exception>
    public static ProgramPlan Of(Program program) => program is ComponentProgram component
        ? Of(component.Shape, component.Component.Definition)
        : Of(program.Shape, ((ModuleProgram)program).Module.Definition);

    private static ProgramPlan Of(ProgramShape shape, ComponentDefinition definition) => new()
    {
        Shape = shape,
        Charges = ProgramCharges.Of(definition),
        Function = FindFunction(shape, definition),
        Imports = ImportPlanner.Plan(definition.Imports),
    };

    private static ProgramPlan Of(ProgramShape shape, ModuleDefinition definition) => new()
    {
        Shape = shape,
        Charges = ProgramCharges.Of(definition),
        MemoryIndex = definition.Exports
            .Where(export => export is { Name: "memory", Kind: ExternKind.Memory })
            .Select(export => export.Index)
            .DefaultIfEmpty(-1)
            .First(),
        HasInitialize = definition.Exports.Any(
            export => export is { Name: ProgramLoader.InitializeReactor, Kind: ExternKind.Function }),
    };

    private static string[] FindFunction(ProgramShape shape, ComponentDefinition definition) =>
        shape == ProgramShape.SkillPlugin
            ? [SkillHostInterface.Execute]
            :
            [
                definition.Exports.Items
                    .Select(export => export.Key)
                    .First(name => ExternName.TryParse(name)?.CompatibilityKey
                        == ExternName.TryParse(ProgramLoader.CommandInterface)!.CompatibilityKey),
                ProgramLoader.CommandFunction,
            ];
}
