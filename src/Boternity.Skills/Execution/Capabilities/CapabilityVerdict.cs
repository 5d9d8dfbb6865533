namespace Boternity.Skills.Execution.Capabilities;

internal enum CapabilityVerdict
{
    Denied = 0,
    Allowed = 1,
}
