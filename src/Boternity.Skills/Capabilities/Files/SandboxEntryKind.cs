namespace Boternity.Skills.Capabilities.Files;

internal enum SandboxEntryKind
{
    Other,
    File,
    Directory,
    Link,
}
