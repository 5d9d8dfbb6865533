namespace Boternity.Skills.Registries.Web;

/// <summary>The server has nothing at an address. Never leaves a registry.</summary>
internal sealed class WebNotFoundException(string message) : Exception(message);
