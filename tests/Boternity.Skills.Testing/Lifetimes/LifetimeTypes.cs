using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Testing.Lifetimes;

/// <summary>The types of one component, and the sections that define and import them.</summary>
internal sealed class LifetimeTypes
{
    private readonly Dictionary<int, int> _resources = [];
    private readonly Dictionary<LifetimeType, int> _handles = [];
    private List<byte[]> _sections = [];

    /// <summary>How many types there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many functions were imported.</summary>
    public int Functions { get; private set; }

    /// <summary>The type index of a resource.</summary>
    public int Resource(int resource) => _resources[resource];

    public List<byte[]> TakeSections()
    {
        List<byte[]> sections = _sections;
        _sections = [];
        return sections;
    }

    public void ImportResource(string name, int resource)
    {
        _sections.Add(Imports(Import(name, 3, 1)));
        _resources[resource] = Count++;
    }

    /// <summary>Defines a resource and exports it; what is defined afterwards refers to it by its name.</summary>
    public List<byte[]> DefineResource(string name, int resource, int? destructor)
    {
        _sections.Add(Types(
            destructor is { } function ? Join([0x3F, 0x7F, 1], Number((uint)function)) : [0x3F, 0x7F, 0]));
        int defined = Count++;
        _sections.Add(Exports(Export(name, [3, .. Number((uint)defined)])));
        _resources[resource] = Count++;
        return TakeSections();
    }

    public void ImportFunction(string name, LifetimeType[] parameters, LifetimeType? result)
    {
        int type = FunctionType(parameters, result);
        _sections.Add(Imports(Import(name, [1, .. Number((uint)type)])));
        Functions++;
    }

    public int FunctionType(LifetimeType[] parameters, LifetimeType? result)
    {
        (string Name, byte[] Type)[] written = [.. parameters.Select((type, i) => ($"p{i}", Write(type)))];
        byte[]? answer = result is null ? null : Write(result);
        _sections.Add(Types(Func(answer, written)));
        return Count++;
    }

    private byte[] Write(LifetimeType type)
    {
        if (type.Kind == LifetimeKind.Number)
        {
            return [U32];
        }

        if (!_handles.TryGetValue(type, out int index))
        {
            _sections.Add(Types(Join(
                [type.Kind == LifetimeKind.Own ? (byte)0x69 : (byte)0x68], Number((uint)_resources[type.Resource]))));
            index = Count++;
            _handles.Add(type, index);
        }

        return TypeIndex(index);
    }
}
