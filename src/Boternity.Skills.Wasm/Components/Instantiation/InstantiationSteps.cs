using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Instantiation;

/// <summary>What the managed engine does for each step of a component's definition.</summary>
internal static class InstantiationSteps
{
    public static void Run(ComponentInstance instance, ComponentStep step)
    {
        switch (step)
        {
            case ModuleStep s: instance.CoreModules.Add(instance.Code.Modules[s.Module]); break;
            case NestedComponentStep s:
                instance.Components.Add(
                    new(instance.Code.Components[s.Component], instance));
                break;
            case InstantiateModuleStep s: InstantiateModule(instance, s); break;
            case CoreInlineExportsStep s: AddCoreInlineExports(instance, s); break;
            case InstantiateComponentStep s: InstantiateComponent(instance, s); break;
            case InlineExportsStep s: instance.Instances.Add(Collect(instance, s.Items)); break;
            case AliasCoreExportStep s: instance.Add(instance.CoreInstances[s.CoreInstance].Get(s.Name)); break;
            case AliasExportStep s: AliasExport(instance, s); break;
            case OuterAliasStep s: AliasOuter(instance, s); break;
            case ImportStep s: Import(instance, s); break;
            case ExportStep s: Export(instance, s); break;
            case DefineResourceStep s: DefineResource(instance, s); break;
            case LiftStep s: Lift(instance, s); break;
            case LowerStep s: Lower(instance, s); break;
            case ResourceBuiltinStep s: instance.CoreFuncs.Add(ResourceBuiltins.Create(instance, s)); break;
            default: throw new System.Diagnostics.UnreachableException(step.GetType().Name);
        }
    }

    private static void InstantiateModule(ComponentInstance instance, InstantiateModuleStep step)
    {
        Module module = instance.CoreModules[step.Module];
        Import[] imports = module.Definition.Imports;
        var externs = new Extern[imports.Length];
        for (int i = 0; i < imports.Length; i++)
        {
            externs[i] = instance.CoreInstances[step.Arguments[imports[i].Module]].Get(imports[i].Name);
        }

        instance.CoreInstances.Add(new CoreExports(Instantiator.Create(instance.Context.Store, module, externs)));
    }

    private static void AddCoreInlineExports(ComponentInstance instance, CoreInlineExportsStep step)
    {
        var exports = new Dictionary<string, Extern>(step.Items.Length, StringComparer.Ordinal);
        foreach (CoreInlineExport item in step.Items)
        {
            exports.Add(item.Name, instance.Get(item.Kind, item.Index));
        }

        instance.CoreInstances.Add(new CoreExports(exports));
    }

    private static void InstantiateComponent(ComponentInstance instance, InstantiateComponentStep step)
    {
        ComponentExports arguments = Collect(instance, step.Arguments);
        ComponentClosure component = instance.Components[step.Component];
        ComponentExports exports = ComponentInstance.Create(instance.Context, component, arguments, instance).Exports;
        instance.Bind(step.Bindings, exports);
        instance.Instances.Add(exports);
    }

    private static ComponentExports Collect(ComponentInstance instance, InstantiationArgument[] items)
    {
        var exports = new ComponentExports();
        foreach (InstantiationArgument item in items)
        {
            exports.Add(item.Name, instance.Get(item.Sort, item.Index, item.ResourceSlot));
        }

        return exports;
    }

    private static void AliasExport(ComponentInstance instance, AliasExportStep step) => instance.Add(
        step.Sort,
        instance.Instances[step.Instance].Find(step.Name)
            ?? throw new WasmLinkException($"an instance has no export '{step.Name}'"));

    private static void AliasOuter(ComponentInstance instance, OuterAliasStep step)
    {
        ComponentInstance outer = instance;
        for (int i = 0; i < step.Count; i++)
        {
            outer = outer.LexicalParent ?? throw new WasmLinkException("an outer alias refers to nothing");
        }

        instance.Add(step.Sort, outer.Get(step.Sort, step.Index, resourceSlot: -1));
    }

    private static void Import(ComponentInstance instance, ImportStep step)
    {
        object? item = instance.Arguments.Find(step.Name.Text);
        if (item is null && step.Type.Sort != ExternSort.Type)
        {
            throw new WasmLinkException("unknown import", "", step.Name.Text);
        }

        instance.Bind(step.Bindings, item);
        instance.Add(step.Type.Sort, item);
    }

    private static void Export(ComponentInstance instance, ExportStep step)
    {
        object? item = instance.Get(step.Sort, step.Index, step.ResourceSlot);
        instance.Exports.Add(step.Name, item);
        instance.Add(step.Sort, item);
    }

    private static void DefineResource(ComponentInstance instance, DefineResourceStep step) => instance.SetResource(
        step.Slot,
        new RuntimeResource(instance, step.Destructor < 0 ? null : instance.CoreFuncs[step.Destructor]));

    private static void Lift(ComponentInstance instance, LiftStep step) => instance.Funcs.Add(new LiftedFunction(
        instance,
        instance.CoreFuncs[step.CoreFunction],
        instance.Resolve(step.Options),
        instance.Code.Plans[step.Signature]));

    private static void Lower(ComponentInstance instance, LowerStep step)
    {
        var lowered = new LoweredFunction(
            instance,
            instance.Funcs[step.Function],
            instance.Resolve(step.Options),
            instance.Code.Plans[step.Signature]);
        instance.CoreFuncs.Add(new Function(step.CoreType, lowered.Invoke).BindTo(instance.Context.Store));
    }
}
