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

    // An interface with two resources and a function that borrows one and gives the other.
    private static byte[] Handles(int borrowed, int given) => Types(Join([0x42], Vector(
        Join([0x04], ExternName("r"), [3, 1]),
        Join([0x04], ExternName("other"), [3, 1]),
        Join([0x01, 0x68], TypeIndex(borrowed)),
        Join([0x01, 0x69], TypeIndex(given)),
        Join([0x01], Func([3], ("a", [2]))),
        Join([0x04], ExternName("f"), [1, 4]))));

    [Test]
    public void Resolve_FunctionWithTheHostsResources_IsFound()
    {
        HostItems items = Host();
        items.AddFunction("a:b/c@0.1.0", "f", new object(), "(borrow<r>) -> own<other>");
        Assert.That(() => Resolve(items, Handles(0, 1), Imports(Import("a:b/c@0.1.0", 5, 0))), Throws.Nothing);
    }

    [TestCase(1, 1, "handle 1 of the host's function is one of 'r'")]
    [TestCase(0, 0, "handle 2 of the host's function is one of 'other'")]
    [TestCase(1, 0, "handle 1 of the host's function is one of 'r'")]
    public void Resolve_FunctionWithResourcesOfDifferentIdentity_IsRefused(int borrowed, int given, string words)
    {
        HostItems items = Host();
        items.AddFunction("a:b/c@0.1.0", "f", new object(), "(borrow<r>) -> own<other>");
        Refuses(words, items, Handles(borrowed, given), Imports(Import("a:b/c@0.1.0", 5, 0)));
    }

    [Test]
    public void Resolve_FunctionWithAResourceOfAnotherInterface_IsComparedWithThatOne()
    {
        HostItems items = Host();
        items.AddResource("a:b/d@0.1.0", "third", "third");
        items.AddFunction("a:b/c@0.1.0", "f", new object(), "(borrow<r>) -> own<third>");
        Refuses("one of 'third'", items, Handles(0, 1), Imports(Import("a:b/c@0.1.0", 5, 0)));
    }

    [Test]
    public void Resolve_FunctionWhoseHostNamesNoResource_TakesAny()
    {
        HostItems items = Host();
        items.AddFunction("a:b/c@0.1.0", "f", new object(), "(borrow) -> own");
        Assert.That(() => Resolve(items, Handles(1, 0), Imports(Import("a:b/c@0.1.0", 5, 0))), Throws.Nothing);
    }

    [Test]
    public void Resolve_FunctionWhoseHostNamesAnAmbiguousResource_IsAnErrorOfTheHost()
    {
        HostItems items = Host();
        items.AddResource("a:b/d@0.1.0", "third", "third");
        items.AddResource("a:b/e@0.1.0", "third", "another third");
        items.AddFunction("a:b/c@0.1.0", "f", new object(), "(borrow<r>) -> own<third>");
        Assert.That(
            () => Resolve(items, Handles(0, 1), Imports(Import("a:b/c@0.1.0", 5, 0))),
            Throws.InvalidOperationException.With.Message.Contains("'third', of which there are 2"));
    }

    // An instance type that has the one before twice in it: 2^depth instances, written out.
    private static byte[] Doubled(int depth) => Types(
    [
        [0x42, 0],
        .. Enumerable.Range(0, depth).Select(i => Join([0x42], Vector(
            [0x02, 0x03, 0x02, 0x01, (byte)i],
            Join([0x04], ExternName("a"), [5, 0]),
            Join([0x04], ExternName("b"), [5, 0])))),
    ]);

    [Test]
    public void Resolve_InstanceTypesThatShareParts_MakesEachOnce()
    {
        byte[] imports = Imports([.. Enumerable.Range(0, 8).Select(i => Import($"i{i}", 5, 14))]);

        Dictionary<string, object?> resolved = Resolve(new HostItems(), Doubled(14), imports);

        object? item = resolved["i0"];
        for (int i = 0; i < 14; i++)
        {
            var instance = (Dictionary<string, object?>)item!;
            Assert.That(instance["a"], Is.SameAs(instance["b"]));
            item = instance["a"];
        }

        Assert.That(resolved, Has.Count.EqualTo(8));
        Assert.That(resolved.Values, Is.All.SameAs(resolved["i0"]));
    }

    [Test]
    public void Resolve_MoreItemsThanTheLimit_IsRefused()
    {
        byte[] type = Join([0x42], Vector([.. Enumerable.Range(0, 60_000)
            .Select(i => Join([0x04], ExternName($"t{i}"), [3, 0, 0]))
            .Prepend([0x01, U32])]));
        byte[] other = Join([0x42], Vector([.. Enumerable.Range(0, 60_000)
            .Select(i => Join([0x04], ExternName($"u{i}"), [3, 0, 0]))
            .Prepend([0x01, U32])]));
        Refuses(
            "more than the limit of 100000 items",
            new HostItems(),
            Types(type, other),
            Imports(Import("i", 5, 0), Import("j", 5, 1)));
    }

    [Test]
    public void Resolve_AfterItsTime_EndsWithTheLimit()
    {
        byte[] type = Join([0x42], Vector([.. Enumerable.Range(0, 60_000)
            .Select(i => Join([0x04], ExternName($"t{i}"), [3, 0, 0]))
            .Prepend([0x01, U32])]));
        ComponentDefinition component = ComponentDecoder.Decode(ToBinary(Types(type), Imports(Import("i", 5, 0))));

        Assert.That(
            () => ImportResolver.Resolve(component.Imports, new HostItems(), new LoadClock()), Throws.Nothing);
        Assert.That(
            () => ImportResolver.Resolve(component.Imports, new HostItems(), new LoadClock(TimeSpan.Zero)),
            Throws.TypeOf<WasmLoadTimeoutException>());
    }

    [Test]
    public void Resolve_FunctionOfAnUnknownInterface_IsRefused()
    {
        byte[] type = Join([0x42], Vector(Join([0x01], Func(null)), Join([0x04], ExternName("g"), [1, 0])));
        Refuses("no such interface", Host(), Types(type), Imports(Import("a:b/d@0.1.0", 5, 0)));
    }
}
