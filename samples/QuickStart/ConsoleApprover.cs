using Boternity.Skills.Approval;
using Boternity.Skills.Grants;

namespace Boternity.Skills.QuickStart;

/// <summary>Shows what would be asked, and answers yes: this sample lets one skill read one folder.</summary>
internal sealed class ConsoleApprover : ISkillApprover
{
    public ValueTask<SkillApproval> DecideAsync(
        SkillApprovalRequest request, CancellationToken cancellationToken = default)
    {
        SkillGrants grants = request.Package.Manifest.Name == "js-tour"
            ? new SkillGrants
            {
                Directories =
                [
                    new SkillDirectoryGrant
                    {
                        GuestPath = "/notes",
                        HostPath = Path.Combine(AppContext.BaseDirectory, "notes"),
                        Access = SkillFileAccess.Read,
                    },
                ],
            }
            : SkillGrants.None;
        string[] asked = [.. request.RequestedCapabilities.Select(capability => capability.ToName())];
        string[] granted = [.. grants.Directories.Select(directory => $"may read {directory.GuestPath}")];
        Console.WriteLine($"   asks for: {List(asked)}");
        Console.WriteLine($"   granted:  {List(granted)}");
        return new(SkillApproval.Approve(grants, "the sample says yes"));
    }

    private static string List(string[] items) => items.Length == 0 ? "nothing" : string.Join(", ", items);
}
