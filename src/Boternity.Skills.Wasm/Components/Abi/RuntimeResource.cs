using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>
/// A resource type at run time: one of a component instance, or one of the host, which belongs to no store.
/// </summary>
internal sealed class RuntimeResource
{
    /// <summary>A resource of the host.</summary>
    /// <param name="name">Its name, for errors.</param>
    /// <param name="drop">Called when the guest drops an owned handle, and for those that are left when an invocation
    /// ends; null when nothing is to be done.</param>
    public RuntimeResource(string name, Action<ComponentContext, object>? drop = null)
    {
        Name = name;
        Drop = drop;
    }

    public RuntimeResource(ComponentInstanceState definer, Function? destructor)
    {
        Name = "resource";
        Definer = definer;
        Destructor = destructor;
    }

    public string Name { get; }

    public Action<ComponentContext, object>? Drop { get; }

    /// <summary>The instance that defines it; null for one of the host.</summary>
    public ComponentInstanceState? Definer { get; }

    public Function? Destructor { get; }

    /// <summary>Ends a resource that nobody owns any more (CanonicalABI, "canon resource.drop").</summary>
    public void Destroy(ComponentContext context, ComponentInstanceState? caller, object? host, uint representation)
    {
        if (Definer is null)
        {
            Drop?.Invoke(context, host!);
            return;
        }

        ComponentContext.EnsureStack();
        Definer.Enter(caller);
        Destructor?.Invoke([representation], []);
        Definer.Leave(caller);
    }
}

/// <summary>A guest's resource on its way between components, or in the hands of the host.</summary>
internal sealed record GuestResource(RuntimeResource Type, uint Representation);
