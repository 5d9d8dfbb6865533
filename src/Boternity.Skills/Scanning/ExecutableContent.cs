namespace Boternity.Skills.Scanning;

/// <summary>Whether a file can be run.</summary>
internal static class ExecutableContent
{
    /// <summary>A program for a processor, by its first bytes: ELF, PE, Mach-O, Java, WebAssembly.</summary>
    public static bool IsProgram(SkillPackageFile file)
    {
        ReadOnlySpan<byte> head = file.Content.Span;
        return head.StartsWith("\u007FELF"u8)
            || head.StartsWith("MZ"u8)
            || head.StartsWith("\0asm"u8)
            || head.StartsWith<byte>([0xFE, 0xED, 0xFA, 0xCE])
            || head.StartsWith<byte>([0xFE, 0xED, 0xFA, 0xCF])
            || head.StartsWith<byte>([0xCE, 0xFA, 0xED, 0xFE])
            || head.StartsWith<byte>([0xCF, 0xFA, 0xED, 0xFE])
            || head.StartsWith<byte>([0xCA, 0xFE, 0xBA, 0xBE]);
    }

    /// <summary>
    /// A script, by its first line, its extension or its executable bit. WebAssembly is none, though compilers set
    /// the bit.
    /// </summary>
    public static bool IsScript(SkillPackageFile file) =>
        (file.IsExecutable && !file.Content.Span.StartsWith("\0asm"u8))
        || file.Content.Span.StartsWith("#!"u8)
        || Path.GetExtension(file.Path).ToLowerInvariant() is ".sh" or ".bash" or ".zsh" or ".fish" or ".command"
            or ".py" or ".pyw" or ".pyz" or ".rb" or ".pl" or ".php"
            or ".lua" or ".js" or ".mjs" or ".cjs" or ".ts" or ".ps1" or ".psm1" or ".bat" or ".cmd" or ".vbs"
            or ".vbe" or ".wsf" or ".hta" or ".scpt" or ".applescript"
            or ".jar" or ".exe" or ".dll" or ".so" or ".dylib" or ".msi" or ".app" or ".deb" or ".rpm" or ".lnk"
            or ".desktop";
}
