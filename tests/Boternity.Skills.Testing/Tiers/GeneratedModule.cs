namespace Boternity.Skills.Testing.Tiers;

/// <summary>A random valid module and what is done with it.</summary>
/// <param name="Bytes">The binary.</param>
/// <param name="Calls">Which exports are called, in order, and with what slots.</param>
internal sealed record GeneratedModule(byte[] Bytes, (string Export, ulong[] Arguments)[] Calls);
