namespace Boternity.Skills.Execution;

/// <summary>
/// Where an engine may keep the state of one initialised program for later processes. What is found was saved by an
/// engine of the same name and fingerprint, for the same module, and is not damaged.
/// </summary>
public interface IWasmStateStore
{
    /// <summary>The bytes that were saved; null where there are none.</summary>
    ReadOnlyMemory<byte>? Find();

    /// <summary>Keeps bytes. That they cannot be kept is no failure.</summary>
    /// <param name="write">Writes them.</param>
    void Save(Action<Stream> write);
}
