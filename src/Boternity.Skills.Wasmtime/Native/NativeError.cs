using System.Text;
using Boternity.Skills.Wasm;

namespace Boternity.Skills.Wasmtime.Native;

/// <summary>An error or trap of Wasmtime, read and freed.</summary>
/// <param name="Message">The text, with its causes.</param>
/// <param name="Frames">The WebAssembly frames, innermost first.</param>
internal sealed record NativeError(string Message, IReadOnlyList<WasmFrame> Frames)
{
    private const int MaxFrames = 64;

    /// <summary>Reads and frees an error.</summary>
    public static unsafe NativeError Take(nint error)
    {
        try
        {
            ByteVec message;
            EngineMethods.ErrorMessage(error, &message);
            PointerVec frames;
            EngineMethods.ErrorTrace(error, &frames);
            return new NativeError(TakeText(&message), TakeFrames(&frames));
        }
        finally
        {
            EngineMethods.ErrorDelete(error);
        }
    }

    /// <summary>Reads and frees a trap.</summary>
    public static unsafe NativeError TakeTrap(nint trap)
    {
        try
        {
            ByteVec message;
            EngineMethods.TrapMessage(trap, &message);
            PointerVec frames;
            EngineMethods.TrapTrace(trap, &frames);
            return new NativeError(TakeText(&message).TrimEnd('\0'), TakeFrames(&frames));
        }
        finally
        {
            EngineMethods.TrapDelete(trap);
        }
    }

    /// <summary>Throws where there is an error that no guest can cause.</summary>
    /// <exception cref="WasmtimeFailureException">There is one.</exception>
    public static void ThrowIfAny(nint error)
    {
        if (error != 0)
        {
            throw new WasmtimeFailureException(Take(error).Message);
        }
    }

    /// <summary>Makes an error that a callback returns.</summary>
    public static unsafe nint Create(ReadOnlySpan<byte> zeroTerminated)
    {
        fixed (byte* text = zeroTerminated)
        {
            return EngineMethods.ErrorNew(text);
        }
    }

    private static unsafe string TakeText(ByteVec* text)
    {
        string read = Encoding.UTF8.GetString(text->Span);
        EngineMethods.ByteVecDelete(text);
        return read;
    }

    private static unsafe WasmFrame[] TakeFrames(PointerVec* frames)
    {
        var read = new WasmFrame[Math.Min((int)frames->Size, MaxFrames)];
        for (int i = 0; i < read.Length; i++)
        {
            nint frame = frames->Data[i];
            ByteVec* name = EngineMethods.FrameFuncName(frame);
            read[i] = new WasmFrame(
                (int)EngineMethods.FrameFuncIndex(frame),
                name is null || name->Size == 0 ? null : Encoding.UTF8.GetString(name->Span),
                (int)EngineMethods.FrameModuleOffset(frame));
        }

        EngineMethods.FrameVecDelete(frames);
        return read;
    }
}
