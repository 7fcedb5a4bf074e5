using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;

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
