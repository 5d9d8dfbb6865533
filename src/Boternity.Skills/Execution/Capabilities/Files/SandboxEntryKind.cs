namespace Boternity.Skills.Execution.Capabilities.Files;

internal enum SandboxEntryKind
{
    Other,
    File,
    Directory,
    Link,
}
