namespace Boternity.Skills.Conformance.Tests;

/// <summary>Tests that every engine passes. Where an engine cannot be had, they are skipped.</summary>
/// <param name="engine">The engine's name.</param>
internal abstract class EngineTests(string engine)
{
    protected string Engine => engine;

    [SetUp]
    public void RequireEngine() => Engines.Get(engine);
}
