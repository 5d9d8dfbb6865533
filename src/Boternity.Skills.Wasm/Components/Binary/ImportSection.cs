using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>The import section (Binary, "Import and Export Definitions").</summary>
internal static class ImportSection
{
    public static void Read(ref WasmReader reader, ComponentScope scope)
    {
        int count = reader.ReadVectorCount("import");
        for (int i = 0; i < count; i++)
        {
            ReadImport(ref reader, scope);
        }
    }

    public static void ReadImport(ref WasmReader reader, ComponentScope scope)
    {
        long offset = reader.Offset;
        string text = reader.ReadExternName();
        ExternType type = ExternTypes.Read(ref reader, scope, scope.ImportedResources, out ExternType source);
        ExternName name = scope.ImportNames.Add(text, type, offset);
        if (!Visibility.CheckAndRegister(scope, type, source, isImport: true, offset))
        {
            throw new WasmValidationException(
                $"{ExternType.Describe(type.Sort)} not valid to be used as import `{text}`: "
                + "it uses a type that was not imported before",
                offset);
        }

        TypeLimits.Check(type, offset);
        scope.Add(type, offset);
        scope.Imports.Add(new(text, type));
        if (scope.Kind == ScopeKind.Component)
        {
            scope.Steps.Add(new ImportStep(name, type, ResourceBindings.Of(scope, type, offset)));
        }
    }
}
