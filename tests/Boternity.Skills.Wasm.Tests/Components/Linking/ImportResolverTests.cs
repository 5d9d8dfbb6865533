using Boternity.Skills.Wasm.Components.Binary;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Linking;
using Boternity.Skills.Wasm.Model;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Linking;

/// <summary>Imports are checked against what a host offers without an engine, a module or a store.</summary>
internal sealed class ImportResolverTests
{
    private static Dictionary<string, object?> Resolve(HostItems items, params byte[][] sections)
    {
        ComponentDefinition component = ComponentDecoder.Decode(ToBinary(sections));
        return ImportResolver.Resolve(component.Imports, items);
    }

    private static void Refuses(string words, HostItems items, params byte[][] sections)
    {
        WasmLinkException refusal = Assert.Throws<WasmLinkException>(() => Resolve(items, sections));
        Assert.That(refusal.Detail, Does.Contain(words));
        Assert.That(refusal.ImportName, Is.Not.Null.And.Not.Empty);
    }

    private static HostItems Host()
    {
        var items = new HostItems();
        items.AddFunction("", "f", new object(), "()");
        items.AddResource("a:b/c@0.1.0", "r", "r");
        items.AddResource("a:b/c@0.1.0", "again", "r");
        items.AddResource("a:b/c@0.1.0", "other", "other");
        items.AddFunction("a:b/c@0.1.0", "g", new object(), "()");
        return items;
    }

    // An instance type that exports two names of one resource.
    private static byte[] SameResource(string first, string second) => Types(Join([0x42], Vector(
        Join([0x04], ExternName(first), [3, 1]),
        Join([0x04], ExternName(second), [3, 0, 0]))));

    [Test]
    public void Resolve_InterfaceWithOnlyTypes_AsksNothingOfTheHost()
    {
        string path = Repository.PathOf("tests/fixtures/wasm/hostile/component-types-only.wasm");
        ComponentDefinition component = ComponentDecoder.Decode(File.ReadAllBytes(path), WasmFeatures.All);
        Assert.That(
            ImportResolver.Resolve(component.Imports, new HostItems()).Keys,
            Is.EqualTo(new[] { "my:pkg/types@0.1.0" }));
    }

    [Test]
    public void Resolve_EmptyInstanceInAnInstance_AsksNothingOfTheHost()
    {
        byte[] type = Join([0x42], Vector([0x01, 0x42, 0], Join([0x04], ExternName("x"), [5, 0])));
        Assert.That(() => Resolve(new HostItems(), Types(type), Imports(Import("i", 5, 0))), Throws.Nothing);
    }

    [Test]
    public void Resolve_FunctionWhereAnInstanceIsWanted_IsRefused() =>
        Refuses("expected instance, found func", Host(), Types([0x42, 0]), Imports(Import("f", 5, 0)));

    [Test]
    public void Resolve_InstanceWhereAFunctionIsWanted_IsRefused()
    {
        var items = new HostItems();
        items.AddFunction("i", "g", new object(), null);
        Refuses("expected func, found instance", items, Types(Func(null)), Imports(Import("i", 1, 0)));
    }

    [Test]
    public void Resolve_ResourceWhereAFunctionIsWanted_IsRefused()
    {
        byte[] type = Join([0x42], Vector(Join([0x01], Func(null)), Join([0x04], ExternName("r"), [1, 0])));
        Refuses("expected func, found resource", Host(), Types(type), Imports(Import("a:b/c@0.1.0", 5, 0)));
    }

    [Test]
    public void Resolve_FunctionWhereAResourceIsWanted_IsRefused()
    {
        byte[] type = Join([0x42], Vector(Join([0x04], ExternName("g"), [3, 1])));
        Refuses("expected resource, found func", Host(), Types(type), Imports(Import("a:b/c@0.1.0", 5, 0)));
    }

    [Test]
    public void Resolve_TwoNamesOfOneResource_AreTheSame() =>
        Assert.That(
            () => Resolve(Host(), SameResource("r", "again"), Imports(Import("a:b/c@0.1.0", 5, 0))), Throws.Nothing);

    [Test]
    public void Resolve_ResourcesOfDifferentIdentity_AreRefused() =>
        Refuses(
            "resource types are not the same",
            Host(),
            SameResource("r", "other"),
            Imports(Import("a:b/c@0.1.0", 5, 0)));

    [Test]
    public void Resolve_FunctionOfAnUnknownInterface_IsRefused()
    {
        byte[] type = Join([0x42], Vector(Join([0x01], Func(null)), Join([0x04], ExternName("g"), [1, 0])));
        Refuses("no such interface", Host(), Types(type), Imports(Import("a:b/d@0.1.0", 5, 0)));
    }
}
