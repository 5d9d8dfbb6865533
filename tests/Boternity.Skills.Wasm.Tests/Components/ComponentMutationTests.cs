using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Testing.Fuzzing;
using FsCheck.Fluent;

namespace Boternity.Skills.Wasm.Tests.Components;

/// <summary>
/// Whatever is done to the bytes of a component, it runs under limits or fails with the engine's own exceptions.
/// </summary>
internal sealed class ComponentMutationTests
{
    private static readonly StoreOptions Limits = new()
    {
        Fuel = 300_000,
        MaxMemoryBytes = 16 << 20,
        Timeout = TimeSpan.FromSeconds(10),
    };

    [TestCase(1_500, 1)]
    [TestCase(1_500, 2)]
    public void Component_OnAnyMutant_RunsUnderLimitsOrFailsWithItsOwnExceptions(int cases, int seed)
    {
        string folder = Repository.PathOf("tests", "fixtures", "wasm");
        byte[][] seeds =
        [
            .. Directory.GetFiles(folder, "*.wasm", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(File.ReadAllBytes)
                .Where(bytes => bytes.Length < 40_000 && Component.IsComponent(bytes)),
        ];
        var random = new Random(seed);
        int ran = 0;
        for (int i = 0; i < cases; i++)
        {
            Mutation[] mutations = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Mutation.Create(random))];
            byte[] mutant = Mutation.Apply(seeds[random.Next(seeds.Length)], mutations);
            try
            {
                ran += Run(mutant, random.Next());
            }
            catch (WasmException)
            {
                // As it should be. Anything else fails the test.
            }
        }

        Assert.That(ran, Is.Positive, "some mutants must get as far as being called");
    }

    private static int Run(byte[] binary, int seed)
    {
        Component component = Component.Load(ComponentFixture.Engine, binary);
        var context = new ComponentContext(
            ComponentFixture.Engine.CreateStore(Limits),
            new ComponentContextOptions { MaxHandles = 1000, MaxInstances = 100, MaxHostBytesPerCall = 16 << 20 });
        using Store store = context.Store;
        ComponentInstance instance = NewHost(component, seed).Link(component).Instantiate(context);
        int called = 0;
        foreach ((string _, ExternType type) in component.Exports.Items)
        {
            if (type.Type is not InstanceType exported)
            {
                continue;
            }

            foreach (
                (string name, object? item) in (
                    (ComponentExports)instance.Exports.Items.First(i => i.Value is ComponentExports).Value!).Items)
            {
                if (item is LiftedFunction function && exported.Exports.TryGet(name, out _))
                {
                    called += Call(function, seed);
                }
            }
        }

        foreach (object? item in instance.Exports.Items.Values)
        {
            if (item is LiftedFunction function)
            {
                called += Call(function, seed);
            }
        }

        context.DropResources();
        return called;
    }

    private static int Call(LiftedFunction function, int seed)
    {
        if (function.Type.ContainsHandle)
        {
            return 0;
        }

        try
        {
            function.Invoke([.. function.Type.Parameters.Select(p => Generate(p, seed))]);
        }
        catch (WasmTrapException)
        {
            // The next function is called all the same: an instance that trapped refuses.
        }

        return 1;
    }

    private static ComponentLinker NewHost(Component component, int seed)
    {
        var linker = new ComponentLinker();
        foreach ((string name, ExternType type) in component.Imports.Items)
        {
            if (type.Type is not InstanceType imported)
            {
                continue;
            }

            foreach ((string item, ExternType export) in imported.Exports.Items)
            {
                if (export.Type is ResourceType && export.Sort == ExternSort.Type)
                {
                    linker.DefineResource(name, item, new RuntimeResource(item));
                }
                else if (export.Type is ComponentFuncType func && export.Sort == ExternSort.Func)
                {
                    linker.DefineFunction(
                        name, item, (_, _) => func.Result is null ? default : Generate(func.Result, seed));
                }
            }
        }

        return linker;
    }

    private static ComponentValue Generate(DefValType type, int seed) =>
        type.ContainsHandle
            ? ComponentValue.FromResource("a host's object")
            : GeneratedValues.Of(type).Sample(10, new FsCheck.Rnd((ulong)seed, 1), 1).First();
}
