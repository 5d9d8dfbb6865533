using System.Runtime.CompilerServices;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>
/// Follows a component's instantiation without making anything, and counts what it would make: components that
/// instantiate each other multiply what a small binary says. Only components, instances and core modules matter here,
/// because only they can be instantiated again, or hold what can be.
/// </summary>
internal sealed class InstantiationCounter
{
    private readonly LoadClock _clock;
    private readonly long _offset;
    private readonly InstantiationCounts _counts = new();

    private InstantiationCounter(LoadClock clock, long offset)
    {
        _clock = clock;
        _offset = offset;
    }

    /// <exception cref="WasmValidationException">An instantiation would make more than the limits allow.</exception>
    public static InstantiationCounts Count(ComponentDefinition component, LoadClock clock, long offset)
    {
        var counter = new InstantiationCounter(clock, offset);
        counter.Instantiate(new Closure(component, null), []);
        return counter._counts;
    }

    private Dictionary<string, object?> Instantiate(Closure component, Dictionary<string, object?> arguments)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new WasmValidationException("instantiations are too deep inside each other", _offset);
        }

        Count(component.Definition);
        var frame = new Frame(component.Outer, arguments);
        foreach (ComponentStep step in component.Definition.Steps)
        {
            Follow(frame, step, component.Definition);
        }

        return frame.Exports;
    }

    private void Count(ComponentDefinition definition)
    {
        _counts.Add(definition);
        if (_counts.Instances > ComponentLimits.MaxInstances)
        {
            throw new WasmValidationException(
                $"an instantiation makes more than {ComponentLimits.MaxInstances} component instances", _offset);
        }

        _clock.Advance((int)Math.Min(definition.Size, int.MaxValue));
        if (_counts.Definitions > ComponentLimits.MaxInstantiatedDefinitions)
        {
            throw new WasmValidationException(
                $"an instantiation follows more than {ComponentLimits.MaxInstantiatedDefinitions} definitions",
                _offset);
        }
    }

    private void CountCoreInstance(ModuleDefinition? module)
    {
        _counts.AddCoreInstance(module);
        if (_counts.CoreInstances > ComponentLimits.MaxCoreInstances)
        {
            throw new WasmValidationException(
                $"an instantiation makes more than {ComponentLimits.MaxCoreInstances} core instances", _offset);
        }
    }

    private void Follow(Frame frame, ComponentStep step, ComponentDefinition definition)
    {
        switch (step)
        {
            case ModuleStep s: frame.Modules.Add(definition.Modules[s.Module]); break;
            case InstantiateModuleStep s: CountCoreInstance(frame.Modules[s.Module]); break;
            case CoreInlineExportsStep: CountCoreInstance(null); break;
            case NestedComponentStep s:
                frame.Components.Add(new(definition.Components[s.Component], frame));
                break;
            case InstantiateComponentStep s:
                // What is not known is an import of the outermost component: no host gives components.
                frame.Instances.Add(
                    frame.Components[s.Component] is { } component
                        ? Instantiate(component, frame.Collect(s.Arguments))
                        : null);
                break;
            case InlineExportsStep s:
                frame.Instances.Add(frame.Collect(s.Items));
                break;
            case AliasExportStep s:
                frame.Add(s.Sort, frame.Instances[s.Instance]?.GetValueOrDefault(s.Name));
                break;
            case OuterAliasStep s:
                frame.Add(s.Sort, frame.GetOuter(s.Count).Get(s.Sort, s.Index));
                break;
            case ImportStep s:
                frame.Add(s.Type.Sort, frame.Arguments.GetValueOrDefault(s.Name.Text));
                break;
            case ExportStep s:
                object? item = frame.Get(s.Sort, s.Index);
                frame.Add(s.Sort, item);
                if (item is not null)
                {
                    frame.Exports[s.Name] = item;
                }

                break;
        }
    }

    private sealed record Closure(ComponentDefinition Definition, Frame? Outer);

    /// <summary>The index spaces of an instance that would be made. Null stands for what is not known.</summary>
    private sealed class Frame(Frame? outer, Dictionary<string, object?> arguments)
    {
        public Dictionary<string, object?> Arguments { get; } = arguments;

        public Dictionary<string, object?> Exports { get; } = new(StringComparer.Ordinal);

        public List<ModuleDefinition?> Modules { get; } = [];

        public List<Closure?> Components { get; } = [];

        public List<Dictionary<string, object?>?> Instances { get; } = [];

        public Frame GetOuter(int count)
        {
            Frame frame = this;
            for (int i = 0; i < count; i++)
            {
                frame = frame.Outer!;
            }

            return frame;
        }

        public void Add(ExternSort sort, object? item)
        {
            switch (sort)
            {
                case ExternSort.Module: Modules.Add(item as ModuleDefinition); break;
                case ExternSort.Component: Components.Add(item as Closure); break;
                case ExternSort.Instance: Instances.Add(item as Dictionary<string, object?>); break;
            }
        }

        public object? Get(ExternSort sort, int index) => sort switch
        {
            ExternSort.Module => Modules[index],
            ExternSort.Component => Components[index],
            ExternSort.Instance => Instances[index],
            _ => null,
        };

        public Dictionary<string, object?> Collect(InstantiationArgument[] items)
        {
            var exports = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (InstantiationArgument item in items)
            {
                if (Get(item.Sort, item.Index) is { } known)
                {
                    exports[item.Name] = known;
                }
            }

            return exports;
        }

        private Frame? Outer { get; } = outer;
    }
}
