using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasmtime.Components;
using Boternity.Skills.Wasmtime.Running;

namespace Boternity.Skills.Wasmtime.Plans;

/// <summary>
/// Reads what <see cref="PlanWriter"/> wrote. It is given authenticated bytes of this very build alone, and checks
/// nothing: who can forge them can forge the machine code beside them.
/// </summary>
internal sealed class PlanReader
{
    private readonly BinaryReader _reader;
    private readonly ValueShape[] _shapes;

    private PlanReader(BinaryReader reader)
    {
        _reader = reader;
        _shapes = new ValueShape[reader.ReadInt32()];
    }

    /// <summary>Reads a plan.</summary>
    public static ProgramPlan Read(BinaryReader reader)
    {
        var plans = new PlanReader(reader);
        plans.ReadShapes();
        var shape = (ProgramShape)reader.ReadByte();
        return new ProgramPlan
        {
            Shape = shape,
            Charges = ProgramCharges.Read(reader),
            MemoryIndex = reader.ReadInt32(),
            HasInitialize = reader.ReadBoolean(),
            Function = plans.ReadNames(),
            Imports = plans.ReadImports(),
        };
    }

    private void ReadShapes()
    {
        for (int i = 0; i < _shapes.Length; i++)
        {
            var kind = (DefValTypeKind)_reader.ReadByte();
            uint resource = _reader.ReadUInt32();
            byte[][] labels = new byte[_reader.ReadInt32()][];
            for (int j = 0; j < labels.Length; j++)
            {
                labels[j] = _reader.ReadBytes(_reader.ReadInt32());
            }

            var parts = new ValueShape?[_reader.ReadInt32()];
            for (int j = 0; j < parts.Length; j++)
            {
                parts[j] = ReadShape();
            }

            _shapes[i] = new ValueShape(kind, labels, parts, resource);
        }
    }

    private string[] ReadNames()
    {
        string[] names = new string[_reader.ReadInt32()];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = _reader.ReadString();
        }

        return names;
    }

    private PlannedImport[] ReadImports()
    {
        var imports = new PlannedImport[_reader.ReadInt32()];
        for (int i = 0; i < imports.Length; i++)
        {
            var kind = (PlannedImportKind)_reader.ReadByte();
            string name = _reader.ReadString();
            int number = _reader.ReadInt32();
            var parameters = new ValueShape[_reader.ReadInt32()];
            for (int j = 0; j < parameters.Length; j++)
            {
                parameters[j] = ReadShape()!;
            }

            imports[i] = new PlannedImport(kind, name)
            {
                Number = number,
                Parameters = parameters,
                Result = ReadShape(),
                Items = ReadImports(),
            };
        }

        return imports;
    }

    private ValueShape? ReadShape() => _reader.ReadInt32() is var number and >= 0 ? _shapes[number] : null;
}
