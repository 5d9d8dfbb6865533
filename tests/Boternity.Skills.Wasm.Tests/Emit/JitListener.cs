using System.Diagnostics.Tracing;
using Boternity.Skills.Wasm.Emit;

namespace Boternity.Skills.Wasm.Tests.Emit;

/// <summary>Hears from the runtime how much machine code it made of methods that were emitted.</summary>
internal sealed class JitListener : EventListener
{
    private const EventKeywords Jit = (EventKeywords)0x10;

    private long _bytes;
    private int _methods;

    /// <summary>Gets the bytes of machine code so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Gets how many methods there were.</summary>
    public int Methods => _methods;

    /// <summary>Waits until at least so many methods were heard of: the runtime tells of them from a thread of its
    /// own, somewhat later.</summary>
    public bool WaitForMethods(int count) =>
        SpinWait.SpinUntil(() => Volatile.Read(ref _methods) >= count, TimeSpan.FromSeconds(10));

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
        {
            EnableEvents(eventSource, EventLevel.Verbose, Jit);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (Find(eventData, "MethodName") is CodeMethods.Name && Find(eventData, "MethodSize") is { } size)
        {
            Interlocked.Add(ref _bytes, Convert.ToInt64(size, System.Globalization.CultureInfo.InvariantCulture));
            Interlocked.Increment(ref _methods);
        }
    }

    private static object? Find(EventWrittenEventArgs eventData, string name)
    {
        int index = eventData.PayloadNames?.IndexOf(name) ?? -1;
        return index < 0 ? null : eventData.Payload![index];
    }
}
