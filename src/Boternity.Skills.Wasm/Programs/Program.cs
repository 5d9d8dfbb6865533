using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Programs;

/// <summary>
/// A binary that was decoded, found valid and to be a program, and whose imports are all there, whatever engine runs
/// it. Immutable: all threads and runs share it.
/// </summary>
internal abstract class Program
{
    /// <summary>How it is run.</summary>
    public abstract ProgramShape Shape { get; }

    /// <summary>
    /// What it holds of the host's memory in the managed engine; that grows as code is made. Whoever is done with the
    /// program closes it.
    /// </summary>
    public abstract ProgramMemory Memory { get; }

    /// <summary>Its core modules, in the order of the binary, those of nested components after a component's
    /// own.</summary>
    public abstract IEnumerable<Module> Modules { get; }
}

/// <summary>A program that is a component.</summary>
internal sealed class ComponentProgram(ProgramShape shape, LinkedComponent linked) : Program
{
    public override ProgramShape Shape => shape;

    public override ProgramMemory Memory => linked.Component.Code.Memory;

    public override IEnumerable<Module> Modules => ModulesOf(linked.Component.Code);

    /// <summary>The component, with its types.</summary>
    public Component Component => linked.Component;

    /// <summary>The component with all that it imports, for the managed engine to instantiate.</summary>
    public LinkedComponent Linked => linked;

    private static IEnumerable<Module> ModulesOf(ComponentCode code) =>
        code.Modules.Concat(code.Components.SelectMany(ModulesOf));
}

/// <summary>A program that is a core module.</summary>
internal sealed class ModuleProgram(ProgramShape shape, Module module) : Program
{
    public override ProgramShape Shape => shape;

    public override ProgramMemory Memory => module.Memory;

    public override IEnumerable<Module> Modules => [module];

    /// <summary>The module.</summary>
    public Module Module => module;
}
