using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Instantiation;

/// <summary>
/// A component's definition with what the managed engine made of its parts. Immutable; all threads and stores share it.
/// </summary>
internal sealed class ComponentCode
{
    public ComponentCode(Engine engine, ComponentDefinition definition)
    {
        Definition = definition;
        Modules = [.. definition.Modules.Select(engine.CreateModule)];
        Components = [.. definition.Components.Select(nested => new ComponentCode(engine, nested))];
        InstanceBytes = ComponentFootprint.Of(definition);
        Plans = [.. definition.Signatures.Select(type => new FuncPlan(type, definition.ResourceSlots))];
    }

    public ComponentDefinition Definition { get; }

    /// <summary>
    /// Gets what an instance takes of the host's memory beside the core instances that it makes, in bytes.
    /// </summary>
    public long InstanceBytes { get; }

    /// <summary>Gets what its modules hold of the host's memory, in bytes; it grows as their code is made.</summary>
    public long HeldBytes => Modules.Sum(module => module.HeldBytes) + Components.Sum(nested => nested.HeldBytes);

    public Module[] Modules { get; }

    public ComponentCode[] Components { get; }

    /// <summary>Gets how the functions of <see cref="ComponentDefinition.Signatures"/> pass their values.</summary>
    public FuncPlan[] Plans { get; }
}

/// <summary>A component as a value: its code, and the instance that its outer aliases refer to.</summary>
internal sealed record ComponentClosure(ComponentCode Code, ComponentInstance? LexicalParent);
