using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Tests.Security;

public sealed class AccessPulseTests
{
    [Fact]
    public void Beat_OnlyAChangeOfAccess_IsRaised_R3()
    {
        var access = new UserAccess(
            1,
            "a@example.com",
            "A",
            IsOwner: false,
            Enabled: true,
            "stamp",
            "group",
            "Group",
            PermissionSet.Of([Permissions.Orders.View]));
        var pulse = new AccessPulse();
        var raised = 0;
        pulse.Changed += (_, _) => raised++;

        pulse.Beat(access);
        pulse.Beat(access with { GroupPermissions = PermissionSet.Of([Permissions.Orders.View]) });
        raised.Should().Be(1, "equal access is no change");
        pulse.Beat(access with { GroupPermissions = PermissionSet.All });
        pulse.Beat(access with { GroupPermissions = PermissionSet.All, IsOwner = true });
        raised.Should().Be(3);
    }
}
