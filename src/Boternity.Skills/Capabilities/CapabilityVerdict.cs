namespace Boternity.Skills.Capabilities;

internal enum CapabilityVerdict
{
    Denied = 0,
    Allowed = 1,
}
