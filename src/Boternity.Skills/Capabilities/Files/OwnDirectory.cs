using Boternity.Skills.Grants;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>A directory that is a run's own, whatever was granted. It is opened when the guest first uses it.</summary>
/// <param name="GuestPath">How the guest sees it.</param>
/// <param name="Access">What the guest may do there.</param>
/// <param name="FindHostPath">
/// Gives its path on the host, and sees to it that it exists. It is called when the guest first uses it.
/// </param>
internal sealed record OwnDirectory(string GuestPath, SkillFileAccess Access, Func<string> FindHostPath);
