using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Freezing;

/// <summary>
/// Rewrites a component so that its instances begin where one instance is now. What comes out is an ordinary component
/// with the same imports and exports.
/// </summary>
internal static class ComponentFreezer
{
    private const byte CoreModuleSection = 1;

    /// <param name="binary">The component.</param>
    /// <param name="instance">An instance of it that is not running and holds no handle of the host.</param>
    /// <exception cref="NotSupportedException">The instance holds what a binary cannot.</exception>
    public static byte[] Freeze(ReadOnlySpan<byte> binary, ComponentInstance instance)
    {
        if (instance.Context.HandleCount > 0)
        {
            throw new NotSupportedException("it holds something open of its host: a stream, a file, or a clock");
        }

        Dictionary<int, Instance> instances = FindInstances(instance);
        var writer = new SectionWriter();
        writer.Bytes(binary[..8]);
        var reader = new WasmReader(binary[8..]);
        int module = 0;
        while (!reader.AtEnd)
        {
            byte id = reader.ReadByte();
            ReadOnlySpan<byte> contents = reader.ReadBytes((int)reader.ReadU32());
            writer.Section(
                id,
                id == CoreModuleSection && instances.TryGetValue(module++, out Instance? core)
                    ? ModuleFreezer.Freeze(contents, core)
                    : contents);
        }

        return writer.Written.ToArray();
    }

    /// <summary>The core instances by their modules, in the order of the binary.</summary>
    private static Dictionary<int, Instance> FindInstances(ComponentInstance instance)
    {
        List<int> modules = [];
        Dictionary<int, Instance> instances = [];
        int coreInstance = 0;
        foreach (ComponentStep step in instance.Code.Definition.Steps)
        {
            switch (step)
            {
                case ModuleStep defined:
                    modules.Add(defined.Module);
                    break;
                case InstantiateComponentStep:
                    throw new NotSupportedException("a component with components inside cannot be frozen");
                case InstantiateModuleStep made:
                    if (!instances.TryAdd(modules[made.Module], instance.CoreInstances[coreInstance].Instance!))
                    {
                        throw new NotSupportedException("a module with two instances cannot be frozen");
                    }

                    coreInstance++;
                    break;
                case CoreInlineExportsStep:
                    coreInstance++;
                    break;
            }
        }

        return instances;
    }
}
