namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>
/// What the canonical ABI keeps for an instance of a component (CanonicalABI, "Component Instance State"), apart from
/// the items that it consists of.
/// </summary>
internal abstract class ComponentInstanceState
{
    private readonly RuntimeResource?[] _resources;

    protected ComponentInstanceState(ComponentContext context, ComponentInstanceState? parent, int resourceSlots)
    {
        Context = context;
        Parent = parent;
        Handles = new HandleTable(context);
        _resources = resourceSlots == 0 ? [] : new RuntimeResource?[resourceSlots];
        Depth = parent is null ? 1 : parent.Depth + 1;
    }

    public ComponentContext Context { get; }

    /// <summary>Gets the instance that made this one; null for one that the host made.</summary>
    public ComponentInstanceState? Parent { get; }

    public int Depth { get; }

    public HandleTable Handles { get; }

    public bool MayLeave { get; set; } = true;

    public bool MayEnter { get; protected set; } = true;

    public RuntimeResource GetResource(int slot) =>
        _resources[slot] ?? throw new WasmLinkException("a resource is used before it is defined");

    public void SetResource(int slot, RuntimeResource resource) => _resources[slot] = resource;

    /// <exception cref="WasmTrapException">The instance must not call out now.</exception>
    public void CheckMayLeave()
    {
        if (!MayLeave)
        {
            ComponentTraps.Throw("cannot leave component instance");
        }
    }

    /// <summary>
    /// Begins a call from <paramref name="caller"/>, or from the host. An instance that is already running is not
    /// entered again, nor one that trapped.
    /// </summary>
    public void Enter(ComponentInstanceState? caller)
    {
        for (ComponentInstanceState? i = this; i is not null && !IsSelfOrAncestor(i, caller); i = i.Parent)
        {
            if (!i.MayEnter)
            {
                ComponentTraps.Throw("cannot enter component instance");
            }
        }

        for (ComponentInstanceState? i = this; i is not null && !IsSelfOrAncestor(i, caller); i = i.Parent)
        {
            i.MayEnter = false;
        }
    }

    /// <summary>
    /// Ends a call that <see cref="Enter"/> began. Not called after a trap: the instance stays closed.
    /// </summary>
    public void Leave(ComponentInstanceState? caller)
    {
        for (ComponentInstanceState? i = this; i is not null && !IsSelfOrAncestor(i, caller); i = i.Parent)
        {
            i.MayEnter = true;
        }
    }

    private static bool IsSelfOrAncestor(ComponentInstanceState candidate, ComponentInstanceState? of)
    {
        while (of is not null && of.Depth > candidate.Depth)
        {
            of = of.Parent;
        }

        return ReferenceEquals(of, candidate);
    }
}
