using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Tests.Components;

/// <summary>A resource that a guest defines, in the hands of the host.</summary>
internal sealed class CountersTests
{
    private const string Counters = "boternity:fixtures/counters";

    private ComponentInstance _instance = null!;

    [SetUp]
    public void SetUp() => _instance = ComponentFixture.Instantiate("echo/echo-utf8.wasm");

    [TearDown]
    public void TearDown() => _instance.Context.Store.Dispose();

    private ComponentValue Call(string name, params ComponentValue[] arguments) =>
        ((LiftedFunction)_instance.FindFunction(Counters, name)!).Invoke(arguments);

    private ComponentValue New(uint start) => Call("[constructor]counter", ComponentValue.FromUnsigned(start));

    private uint Dropped => Call("dropped").AsU32();

    [Test]
    public void Counter_MethodsAndBorrows_WorkOnTheSameResource()
    {
        ComponentValue ten = New(10);
        Assert.That(Call("[method]counter.add", ten, ComponentValue.FromUnsigned(5)).AsU32(), Is.EqualTo(15));
        Assert.That(Call("[method]counter.value", ten).AsU32(), Is.EqualTo(15));
        ComponentValue two = New(2);
        Assert.That(Call("[static]counter.together", ten, two).AsU32(), Is.EqualTo(17));
        Assert.That(Call("[static]counter.together", ten, ten).AsU32(), Is.EqualTo(30));
        Assert.That(_instance.Context.HandleCount, Is.Zero, "the host's handles are not in a guest's table");
    }

    [Test]
    public void Counter_OwnershipGivenAway_EndsWithTheGuest()
    {
        ComponentValue passed = Call("pass", New(15));
        Assert.That(Dropped, Is.Zero);
        Assert.That(Call("[static]counter.consume", passed).AsU32(), Is.EqualTo(15));
        Assert.That(Dropped, Is.EqualTo(1));
    }

    [Test]
    public void Counter_DroppedByTheHost_RunsTheDestructor()
    {
        ComponentValue[] many = Call("make", ComponentValue.FromUnsigned(4)).AsValues().ToArray();
        Assert.That(Call("sum", ComponentValue.FromList(many)).AsU32(), Is.EqualTo(6));
        _instance.Context.Drop(many[0]);
        Assert.That(Dropped, Is.EqualTo(1));
        Assert.That(Call("maybe", ComponentValue.None).IsSome, Is.False);
        Assert.That(
            Call(
                "[method]counter.value",
                Call("maybe", ComponentValue.Some(ComponentValue.FromUnsigned(7))).Payload).AsU32(),
            Is.EqualTo(7));
    }

    [Test]
    public void Counter_OfAnotherInstance_IsRefused()
    {
        ComponentInstance other = ComponentFixture.Instantiate("echo/echo-utf8.wasm");
        using var store = other.Context.Store;
        ComponentValue foreign = (
            (LiftedFunction)other.FindFunction(Counters, "[constructor]counter")!).Invoke(
                ComponentValue.FromUnsigned(1));
        Assert.That(() => Call("[method]counter.value", foreign), Throws.InstanceOf<WasmException>());
    }
}
