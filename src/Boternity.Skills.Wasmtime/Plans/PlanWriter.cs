using Boternity.Skills.Wasmtime.Components;

namespace Boternity.Skills.Wasmtime.Plans;

/// <summary>
/// Writes a plan as it stands in an artefact: the shapes of values first, each after those that it is made of, because
/// types share parts.
/// </summary>
internal sealed class PlanWriter(BinaryWriter writer)
{
    private readonly Dictionary<ValueShape, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly List<ValueShape> _shapes = [];

    /// <summary>Writes a plan for <see cref="PlanReader"/>.</summary>
    public static void Write(BinaryWriter writer, ProgramPlan plan)
    {
        var plans = new PlanWriter(writer);
        plans.Number(plan.Imports);
        plans.WriteShapes();
        writer.Write((byte)plan.Shape);
        plan.Charges.Write(writer);
        writer.Write(plan.MemoryIndex);
        writer.Write(plan.HasInitialize);
        writer.Write(plan.Function.Count);
        foreach (string name in plan.Function)
        {
            writer.Write(name);
        }

        plans.WriteImports(plan.Imports);
    }

    private void Number(IReadOnlyList<PlannedImport> imports)
    {
        foreach (PlannedImport import in imports)
        {
            foreach (ValueShape shape in import.Parameters)
            {
                Number(shape);
            }

            Number(import.Result);
            Number(import.Items);
        }
    }

    private void Number(ValueShape? shape)
    {
        if (shape is null || _numbers.ContainsKey(shape))
        {
            return;
        }

        foreach (ValueShape? part in shape.Parts)
        {
            Number(part);
        }

        _numbers.Add(shape, _shapes.Count);
        _shapes.Add(shape);
    }

    private void WriteShapes()
    {
        writer.Write(_shapes.Count);
        foreach (ValueShape shape in _shapes)
        {
            writer.Write((byte)shape.Kind);
            writer.Write(shape.ResourceType);
            writer.Write(shape.LabelCount);
            for (int i = 0; i < shape.LabelCount; i++)
            {
                writer.Write(shape.LabelAt(i).Length);
                writer.Write(shape.LabelAt(i));
            }

            writer.Write(shape.Parts.Length);
            foreach (ValueShape? part in shape.Parts)
            {
                WriteNumber(part);
            }
        }
    }

    private void WriteImports(IReadOnlyList<PlannedImport> imports)
    {
        writer.Write(imports.Count);
        foreach (PlannedImport import in imports)
        {
            writer.Write((byte)import.Kind);
            writer.Write(import.Name);
            writer.Write(import.Number);
            writer.Write(import.Parameters.Length);
            foreach (ValueShape shape in import.Parameters)
            {
                WriteNumber(shape);
            }

            WriteNumber(import.Result);
            WriteImports(import.Items);
        }
    }

    private void WriteNumber(ValueShape? shape) => writer.Write(shape is null ? -1 : _numbers[shape]);
}
