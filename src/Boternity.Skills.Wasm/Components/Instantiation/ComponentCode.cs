using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Instantiation;

/// <summary>
/// A component's definition with what the managed engine made of its parts. Immutable; all threads and stores share it.
/// </summary>
internal sealed class ComponentCode
{
    // What making a plan advances the clock by, beside its parameters, and a module, beside its functions.
    private const int UnitsOfPlan = 16;
    private const int UnitsOfModule = 256;

    public ComponentCode(Engine engine, ComponentDefinition definition, LoadClock clock, ProgramMemory memory)
    {
        Definition = definition;
        Memory = memory;
        Modules = new Module[definition.Modules.Length];
        for (int i = 0; i < Modules.Length; i++)
        {
            clock.Advance(UnitsOfModule + definition.Modules[i].Bodies.Length);
            Modules[i] = engine.CreateModule(definition.Modules[i], memory);
        }

        Components = [.. definition.Components.Select(nested => new ComponentCode(engine, nested, clock, memory))];
        clock.Advance(definition.Steps.Length);
        InstanceBytes = ComponentFootprint.Of(definition);
        Plans = new FuncPlan[definition.Signatures.Length];
        for (int i = 0; i < Plans.Length; i++)
        {
            ComponentFuncType type = definition.Signatures[i];
            clock.Advance(UnitsOfPlan + type.Parameters.Length);
            Plans[i] = new FuncPlan(type, definition.ResourceSlots, memory);
        }
    }

    public ComponentDefinition Definition { get; }

    /// <summary>
    /// Gets what an instance takes of the host's memory beside the core instances that it makes, in bytes.
    /// </summary>
    public long InstanceBytes { get; }

    /// <summary>Gets what its modules, and how its functions pass values, are charged to.</summary>
    public ProgramMemory Memory { get; }

    public Module[] Modules { get; }

    public ComponentCode[] Components { get; }

    /// <summary>Gets how the functions of <see cref="ComponentDefinition.Signatures"/> pass their values.</summary>
    public FuncPlan[] Plans { get; }
}

/// <summary>A component as a value: its code, and the instance that its outer aliases refer to.</summary>
internal sealed record ComponentClosure(ComponentCode Code, ComponentInstance? LexicalParent);
