using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Wasm.Tests.Interpretation;

/// <summary>A random valid program over four locals of type i32, as a tree, with an evaluator of its own.</summary>
internal sealed class StackProgram
{
    private static readonly Opcode[] Binary =
    [
        Opcode.I32Add, Opcode.I32Sub, Opcode.I32Mul, Opcode.I32And, Opcode.I32Or, Opcode.I32Xor, Opcode.I32Shl,
            Opcode.I32ShrS, Opcode.I32ShrU,
        Opcode.I32Eq, Opcode.I32Ne, Opcode.I32LtS, Opcode.I32LtU, Opcode.I32GtS, Opcode.I32GtU, Opcode.I32LeS,
            Opcode.I32LeU, Opcode.I32GeS, Opcode.I32GeU,
    ];

    private readonly List<Node> _nodes;
    private readonly Random _random;

    public StackProgram(int seed)
    {
        _random = new Random(seed);
        _nodes = Sequence(depth: 3, leaves: 1);
    }

    /// <summary>Nodes: a constant, get, set, tee, a binary instruction, select, a block with a result that a br_if may
    /// leave, an if.</summary>
    private sealed record Node(char Kind, int Value, Opcode Opcode, List<Node>? Body = null, List<Node>? Other = null);

    public int Evaluate(params int[] parameters)
    {
        int[] locals = [.. parameters, 0, 0];
        var stack = new Stack<int>();
        Evaluate(_nodes, locals, stack);
        return stack.Pop();
    }

    public CodeWriter Write(CodeWriter code) => Write(_nodes, code);

    public static int Calculate(Opcode opcode, int a, int b) => opcode switch
    {
        Opcode.I32Add => a + b,
        Opcode.I32Sub => a - b,
        Opcode.I32Mul => a * b,
        Opcode.I32And => a & b,
        Opcode.I32Or => a | b,
        Opcode.I32Xor => a ^ b,
        Opcode.I32Shl => a << b,
        Opcode.I32ShrS => a >> b,
        Opcode.I32ShrU => a >>> b,
        Opcode.I32Eq => a == b ? 1 : 0,
        Opcode.I32Ne => a != b ? 1 : 0,
        Opcode.I32LtS => a < b ? 1 : 0,
        Opcode.I32LtU => (uint)a < (uint)b ? 1 : 0,
        Opcode.I32GtS => a > b ? 1 : 0,
        Opcode.I32GtU => (uint)a > (uint)b ? 1 : 0,
        Opcode.I32LeS => a <= b ? 1 : 0,
        Opcode.I32LeU => (uint)a <= (uint)b ? 1 : 0,
        Opcode.I32GeS => a >= b ? 1 : 0,
        Opcode.I32GeU => (uint)a >= (uint)b ? 1 : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(opcode)),
    };

    public override string ToString() => Print(_nodes);

    // Nodes that together leave this many values; statements between them leave none.
    private List<Node> Sequence(int depth, int leaves)
    {
        var nodes = new List<Node>();
        int height = 0;
        for (int i = _random.Next(2, 14); i > 0 || height != leaves; i--)
        {
            if (i > 0 || height < leaves)
            {
                height += Append(nodes, depth, height);
            }
            else
            {
                height -= Consume(nodes, height);
            }
        }

        return nodes;
    }

    private int Append(List<Node> nodes, int depth, int height)
    {
        switch (_random.Next(depth > 0 ? 12 : 9))
        {
            case 0 or 1:
                nodes.Add(new Node('c', _random.Next(4) == 0 ? _random.Next() : _random.Next(-3, 4), default));
                return 1;
            case 2 or 3 or 4: nodes.Add(new Node('g', _random.Next(4), default)); return 1;
            case 5 when height > 0: nodes.Add(new Node('t', _random.Next(4), default)); return 0;
            case 6 when height > 0: nodes.Add(new Node('s', _random.Next(4), default)); return -1;
            case 7 when height > 1: nodes.Add(new Node('b', 0, Binary[_random.Next(Binary.Length)])); return -1;
            case 8 when height > 2: nodes.Add(new Node('?', 0, default)); return -2;
            case 9: nodes.Add(new Node('B', 0, default, Sequence(depth - 1, 2), Sequence(depth - 1, 1))); return 1;
            case 10 when height > 0:
                nodes.Add(new Node('I', 0, default, Sequence(depth - 1, 1), Sequence(depth - 1, 1)));
                return 0;
            case 11 when height > 0: nodes.Add(new Node('i', 0, default, Sequence(depth - 1, 0))); return -1;
            default: nodes.Add(new Node('g', _random.Next(4), default)); return 1;
        }
    }

    private int Consume(List<Node> nodes, int height)
    {
        bool two = height > 1 && _random.Next(3) > 0;
        nodes.Add(two
            ? new Node('b', 0, Binary[_random.Next(Binary.Length)]) : new Node('s', _random.Next(4), default));
        return 1;
    }

    private static void Evaluate(List<Node> nodes, int[] locals, Stack<int> stack)
    {
        foreach (Node node in nodes)
        {
            switch (node.Kind)
            {
                case 'c': stack.Push(node.Value); break;
                case 'g': stack.Push(locals[node.Value]); break;
                case 't': locals[node.Value] = stack.Peek(); break;
                case 's': locals[node.Value] = stack.Pop(); break;
                case 'b':
                    int right = stack.Pop();
                    stack.Push(Calculate(node.Opcode, stack.Pop(), right));
                    break;
                case '?':
                    int condition = stack.Pop();
                    int second = stack.Pop();
                    int first = stack.Pop();
                    stack.Push(condition != 0 ? first : second);
                    break;
                case 'B':
                    // value and condition; br_if leaves with the value, else it is dropped and the rest gives another.
                    Evaluate(node.Body!, locals, stack);
                    if (stack.Pop() != 0)
                    {
                        break;
                    }

                    stack.Pop();
                    Evaluate(node.Other!, locals, stack);
                    break;
                case 'I': Evaluate(stack.Pop() != 0 ? node.Body! : node.Other!, locals, stack); break;
                case 'i':
                    if (stack.Pop() != 0)
                    {
                        Evaluate(node.Body!, locals, stack);
                    }

                    break;
            }
        }
    }

    private static CodeWriter Write(List<Node> nodes, CodeWriter code)
    {
        foreach (Node node in nodes)
        {
            switch (node.Kind)
            {
                case 'c': code.I32(node.Value); break;
                case 'g': code.Get(node.Value); break;
                case 't': code.Op(Opcode.LocalTee, node.Value); break;
                case 's': code.Set(node.Value); break;
                case 'b': code.Op(node.Opcode); break;
                case '?': code.Op(Opcode.Select); break;
                case 'B':
                    Write(node.Body!, code.Op(Opcode.Block, CodeWriter.TypeOf(ValType.I32))).Op(Opcode.BrIf, 0)
                        .Op(Opcode.Drop);
                    Write(node.Other!, code).End();
                    break;
                case 'I':
                    Write(node.Body!, code.Op(Opcode.If, CodeWriter.TypeOf(ValType.I32))).Op(Opcode.Else);
                    Write(node.Other!, code).End();
                    break;
                case 'i': Write(node.Body!, code.Op(Opcode.If, CodeWriter.Empty)).End(); break;
            }
        }

        return code;
    }

    private static string Print(List<Node> nodes) => string.Join(' ', nodes.Select(node =>
        $"{node.Kind}{(node.Kind == 'b' ? node.Opcode : node.Value)}"
        + (node.Body is null ? "" : $"[{Print(node.Body)}]")
        + (node.Other is null ? "" : $"[{Print(node.Other)}]")));
}
