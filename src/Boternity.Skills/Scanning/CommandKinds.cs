namespace Boternity.Skills.Scanning;

/// <summary>What a command of a shell does that matters to the scanner.</summary>
[Flags]
internal enum CommandKinds
{
    None = 0,

    /// <summary>Writes what it fetches from the network.</summary>
    Downloader = 1,

    /// <summary>A shell: runs its input, or the file that it is given.</summary>
    Shell = 1 << 1,

    /// <summary>Python, Node.js and their like: a program comes from the input where none is named.</summary>
    Interpreter = 1 << 2,

    /// <summary>Runs its argument as code.</summary>
    Evaluator = 1 << 3,

    /// <summary>Can send its input, or a file.</summary>
    Sender = 1 << 4,

    /// <summary>Asks for a name's address.</summary>
    Resolver = 1 << 5,

    /// <summary>Prints the whole environment.</summary>
    Environment = 1 << 6,

    /// <summary>Prints files.</summary>
    Reader = 1 << 7,

    /// <summary>Packs directories.</summary>
    Archiver = 1 << 8,

    /// <summary>Runs the command that follows it.</summary>
    Wrapper = 1 << 9,

    /// <summary>Runs or installs the file that it is given.</summary>
    Opener = 1 << 10,

    /// <summary>Fetches a package and runs it.</summary>
    PackageRunner = 1 << 11,

    /// <summary>Fetches packages and installs them.</summary>
    PackageInstaller = 1 << 12,

    /// <summary>Tells who and where this machine is.</summary>
    HostFacts = 1 << 13,

    /// <summary>A plain connection to anywhere.</summary>
    Netcat = 1 << 14,

    /// <summary>Nothing of the above, but nobody has a reason to spell it in pieces.</summary>
    Sensitive = 1 << 15,

    /// <summary>The name of a method, whose arguments follow in parentheses.</summary>
    Method = 1 << 16,
}
