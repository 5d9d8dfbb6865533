namespace Boternity.Skills.Wasm.Runtime.Numerics;

/// <summary>
/// The instructions on v128, one method each, named as the instruction. A v128 is a <c>Vector128&lt;byte&gt;</c>
/// whose element 0 is the byte at the lowest address; what a method takes beside it are the immediates and scalars
/// of the instruction in their order.
/// </summary>
/// <remarks>
/// Same bits on every processor: only those operations of <c>Vector128</c> are used whose result the base library
/// defines, no <c>…Native</c> or <c>…Estimate</c> ones; where its definition and the specification's part, the
/// method says so.
/// </remarks>
internal static partial class SimdOps
{
}
