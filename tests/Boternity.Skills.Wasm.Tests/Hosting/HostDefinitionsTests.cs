using Boternity.Skills.Wasm.Components.Linking;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Programs;

namespace Boternity.Skills.Wasm.Tests.Hosting;

/// <summary>What the host offers to components says of each handle which resource it is of.</summary>
internal sealed class HostDefinitionsTests
{
    [Test]
    public void Shapes_OfAllFunctions_NameAResourceForEachHandle()
    {
        var items = new HostItems();
        foreach (HostResource resource in ProgramLoader.Definitions.Resources)
        {
            items.AddResource(resource.Interface, resource.Name, $"{resource.Interface}#{resource.Name}");
        }

        int handles = 0;
        foreach (HostFunction function in ProgramLoader.Definitions.Functions.Where(f => f.Shape is not null))
        {
            items.AddFunction(function.Interface, function.Name, function, function.Shape);
            string?[] names = FunctionShape.Parse(function.Shape!).Resources;
            Assert.That(names, Has.None.Null, $"{function.Interface}#{function.Name}: {function.Shape}");
            foreach (string? name in names)
            {
                Assert.That(
                    () => items.GetResource(items.FindInterface(function.Interface)!, name!),
                    Throws.Nothing,
                    $"{function.Interface}#{function.Name}: {function.Shape}");
                handles++;
            }
        }

        Assert.That(handles, Is.GreaterThan(150));
    }

    // The resource that a method belongs to is its first handle.
    [Test]
    public void Shapes_OfMethods_BorrowTheirOwnResourceFirst()
    {
        foreach (HostFunction function in ProgramLoader.Definitions.Functions.Where(f => f.Shape is not null))
        {
            if (function.Name.StartsWith("[method]", StringComparison.Ordinal))
            {
                string resource = function.Name["[method]".Length..].Split('.')[0];
                Assert.That(function.Shape, Does.StartWith($"(borrow<{resource}>"), function.Name);
            }
        }
    }
}
