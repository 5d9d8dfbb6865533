using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>
/// The names of one list of imports or exports: that they are well formed and differ, and that constructors, methods
/// and static functions belong to a resource before them.
/// </summary>
/// <param name="what">The word for errors.</param>
/// <param name="namesResources">Whether a resource gets its name here. An instance that is put together from items only
/// repeats what has names elsewhere.</param>
internal sealed class NameScope(string what, bool namesResources = true)
{
    private readonly Dictionary<string, string> _unique = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ResourceIdentity> _resources = new(StringComparer.Ordinal);

    /// <summary>Adds a name. Binary, "Import and Export Definitions".</summary>
    public ExternName Add(string text, ExternType type, long offset)
    {
        ExternName name = ExternName.TryParse(text)
            ?? throw new WasmValidationException($"`{text}` is not a valid {what} name: not in kebab case", offset);
        if (!_unique.TryAdd(name.UniqueKey, text))
        {
            throw new WasmValidationException(
                $"{what} name `{text}` conflicts with previous name `{_unique[name.UniqueKey]}`", offset);
        }

        switch (name.Kind)
        {
            case ExternNameKind.Label
                when namesResources && type is { Sort: ExternSort.Type, Type: ResourceType resource }:
                _resources[text] = resource.Identity;
                break;
            case ExternNameKind.Constructor or ExternNameKind.Method or ExternNameKind.Static:
                CheckMember(name, type, offset);
                break;
        }

        return name;
    }

    private void CheckMember(ExternName name, ExternType type, long offset)
    {
        if (type.Type is not ComponentFuncType func || type.Sort != ExternSort.Func)
        {
            throw new WasmValidationException($"{what} `{name.Text}` is not a func", offset);
        }

        ResourceIdentity? resource = null;
        if (name.Kind == ExternNameKind.Constructor)
        {
            ValidateConstructor(name, func, offset, out resource);
        }
        else if (name.Kind == ExternNameKind.Method)
        {
            if (func.Parameters.Length == 0)
            {
                throw new WasmValidationException($"function `{name.Text}` should have at least one argument", offset);
            }

            if (func.ParameterNames[0] != "self")
            {
                throw new WasmValidationException(
                    $"function `{name.Text}` should have a first argument called `self`", offset);
            }

            if (func.Parameters[0].Kind != DefValTypeKind.Borrow)
            {
                throw new WasmValidationException(
                    $"function `{name.Text}` should take a first argument of `(borrow $T)`", offset);
            }

            resource = func.Parameters[0].Resource!.Identity;
        }

        if (!_resources.TryGetValue(name.Resource, out ResourceIdentity? expected))
        {
            throw new WasmValidationException(
                $"static resource name `{name.Resource}` is not known in this context", offset);
        }

        if (resource is not null && !ReferenceEquals(resource, expected))
        {
            throw new WasmValidationException(
                $"function `{name.Text}` does not match expected resource name `{name.Resource}`", offset);
        }
    }

    private static void ValidateConstructor(
        ExternName name,
        ComponentFuncType func,
        long offset,
        out ResourceIdentity resource)
    {
        DefValType? result = func.Result is { Kind: DefValTypeKind.Result } either ? either.Parts[0] : func.Result;
        if (result is not { Kind: DefValTypeKind.Own })
        {
            throw new WasmValidationException(
                $"function `{name.Text}` should return `(own $T)` or `(result (own $T))`", offset);
        }

        resource = result.Resource!.Identity;
    }
}
