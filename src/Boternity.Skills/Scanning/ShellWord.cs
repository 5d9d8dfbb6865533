namespace Boternity.Skills.Scanning;

/// <summary>One word of a command, as a shell would read it.</summary>
/// <param name="Start">Where its text begins in the <see cref="WordBuffer"/>.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Form">How it was written.</param>
/// <param name="Kinds">What it is, if it is a command.</param>
/// <param name="Data">What the variables in it hold.</param>
internal readonly record struct ShellWord(
    int Start, int Length, ShellWordForm Form, CommandKinds Kinds, CarriedData Data)
{
    /// <summary>Whether it is an argument, not the target of a redirection.</summary>
    public bool IsArgument => !Form.HasFlag(ShellWordForm.Target);
}

/// <summary>How a word was written.</summary>
[Flags]
internal enum ShellWordForm
{
    None = 0,

    /// <summary>In pieces, none of which is a command: <c>c''url</c>, <c>$a$b</c>.</summary>
    Split = 1,

    /// <summary>It goes on where a substitution ended: <c>$(whoami).example.org</c>.</summary>
    Joined = 1 << 1,

    /// <summary>As the target of a redirection.</summary>
    Target = 1 << 2,
}
