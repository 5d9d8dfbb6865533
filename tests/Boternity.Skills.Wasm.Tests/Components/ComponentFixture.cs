using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Tests.Components;

/// <summary>The components of tests/fixtures, each decoded once.</summary>
internal static class ComponentFixture
{
    public static readonly Engine Engine = new();

    private static readonly Dictionary<string, Component> Loaded = [];

    public static Component Load(string name)
    {
        lock (Loaded)
        {
            if (Loaded.TryGetValue(name, out Component? component))
            {
                return component;
            }

            string path = Repository.PathOf("tests", "fixtures", "wasm", name);
            component = Component.Load(Engine, File.ReadAllBytes(path));
            Loaded.Add(name, component);
            return component;
        }
    }

    public static ComponentContext NewContext(
        StoreOptions? options = null,
        ComponentContextOptions? contextOptions = null,
        object? state = null) =>
        new(Engine.CreateStore(options ?? new StoreOptions { Fuel = 2_000_000_000 }), contextOptions, state);

    public static ComponentInstance Instantiate(
        string name,
        ComponentLinker? linker = null,
        ComponentContext? context = null) =>
        (linker ?? new ComponentLinker()).Link(Load(name)).Instantiate(context ?? NewContext());
}
