namespace Boternity.Skills.Registries.Git;

/// <summary>What a server of Git said that went wrong. Never leaves the client.</summary>
internal sealed class GitRemoteException(string message) : Exception(message);
