namespace Boternity.Skills.Tool;

/// <summary>The command line asks for something that cannot be done as it is written.</summary>
internal sealed class ToolUsageException(string message) : Exception(message);
