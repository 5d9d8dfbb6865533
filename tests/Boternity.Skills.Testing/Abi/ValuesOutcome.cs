namespace Boternity.Skills.Testing.Abi;

/// <summary>How a call of a case went.</summary>
internal enum ValuesOutcome
{
    /// <summary>The engine passed what the model says.</summary>
    Passed,

    /// <summary>Both trapped.</summary>
    Trapped,

    /// <summary>A limit was met: of the model, of the guest's memory, or of the engine.</summary>
    Limited,
}
