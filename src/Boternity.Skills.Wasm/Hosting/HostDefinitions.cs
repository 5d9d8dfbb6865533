namespace Boternity.Skills.Wasm.Hosting;

/// <summary>
/// What the host offers to components, as data: an engine enumerates it and binds each entry in its own way. It belongs
/// to no engine and no run, and does not change once it was built.
/// </summary>
internal sealed class HostDefinitions
{
    private readonly List<HostFunction> _functions = [];
    private readonly List<HostResource> _resources = [];

    public IReadOnlyList<HostFunction> Functions => _functions;

    public IReadOnlyList<HostResource> Resources => _resources;

    /// <summary>The names of the interfaces, each once.</summary>
    public IEnumerable<string> Interfaces =>
        _functions
            .Select(function => function.Interface)
            .Concat(_resources.Select(resource => resource.Interface))
            .Distinct();

    /// <summary>Adds a function.</summary>
    public void Function(string interfaceName, string name, HostFunctionCallback callback, string? shape = null) =>
        _functions.Add(new HostFunction { Interface = interfaceName, Name = name, Shape = shape, Callback = callback });

    /// <summary>Adds a resource type.</summary>
    public void Resource(string interfaceName, string name) =>
        _resources.Add(new HostResource { Interface = interfaceName, Name = name });
}
