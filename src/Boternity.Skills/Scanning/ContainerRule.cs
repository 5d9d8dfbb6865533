namespace Boternity.Skills.Scanning;

/// <summary>Containers that are given this machine's disk, and clusters that are given what an address says.</summary>
internal static class ContainerRule
{
    // sudo podman run: "run" is a command that runs another, so the name may be taken for one further on.
    private const int MaxPrefixes = 4;

    public static void Check(CommandFrame command, int name, CommandFindings findings)
    {
        for (int at = 0; at < command.Count && at < MaxPrefixes; at++)
        {
            if (KnownCommands.NameOf(command[at]) is "docker" or "podman" or "nerdctl")
            {
                CheckMounts(command, at, findings);
                return;
            }
        }

        if (KnownCommands.NameOf(command[name]) is "kubectl" or "oc" or "helm" or "kustomize"
            && findings.IsCommand(command))
        {
            CheckAddress(command, name, findings);
        }
    }

    private static void CheckMounts(CommandFrame command, int name, CommandFindings findings)
    {
        for (int at = name + 1; at < command.Count; at++)
        {
            ReadOnlySpan<char> word = command[at];
            ReadOnlySpan<char> before = command[at - 1];
            bool isWhole = word.StartsWith("--volume=/:", StringComparison.Ordinal)
                || word.StartsWith("-v/:", StringComparison.Ordinal)
                || (before is "-v" or "--volume" && word.StartsWith("/:", StringComparison.Ordinal))
                || word is "source=/" or "src=/";
            if (isWhole)
            {
                findings.Warning(SkillScanRules.HostMount, "A container is given the whole disk of this machine.");
                return;
            }
        }
    }

    // kubectl apply -f https://…, helm install x https://…
    private static void CheckAddress(CommandFrame command, int name, CommandFindings findings)
    {
        bool applies = false;
        for (int at = name + 1; at < command.Count; at++)
        {
            ReadOnlySpan<char> word = command[at];
            applies |= word is "apply" or "create" or "replace" or "install" or "upgrade" or "build";
            int address = word.StartsWith("--filename=", StringComparison.Ordinal) ? word.IndexOf('=') + 1
                : word.StartsWith("-f", StringComparison.Ordinal) ? 2
                : 0;
            if (applies
                && (word[address..].StartsWith("https://", StringComparison.OrdinalIgnoreCase)
                    || word[address..].StartsWith("http://", StringComparison.OrdinalIgnoreCase)))
            {
                findings.Warning(
                    SkillScanRules.RemotePackage, "A cluster is given what an address says, and runs it.");
                return;
            }
        }
    }
}
