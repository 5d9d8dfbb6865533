namespace Boternity.Skills.Benchmarks.Kernels;

/// <summary>One round of one kernel.</summary>
/// <param name="Load">Bytes to a module that is decoded and valid (V8: compiled, lazily).</param>
/// <param name="FirstCall">A new instance and its first call, at the small argument.</param>
/// <param name="WarmCall">A call at the measured argument, after the functions were called some times.</param>
/// <param name="Result">What the warm call answered.</param>
/// <param name="Fuel">The fuel that it used; 0 where there is none.</param>
internal sealed record KernelTimes(TimeSpan Load, TimeSpan FirstCall, TimeSpan WarmCall, long Result, long Fuel);
