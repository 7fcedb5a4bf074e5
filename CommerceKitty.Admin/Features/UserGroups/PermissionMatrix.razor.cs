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
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CommerceKitty.Admin.Features.UserGroups;

/// <summary>A group's permissions as a table of checkboxes.</summary>
public partial class PermissionMatrix
{
    private const string NotHeld = "You don't have this permission, so you can't grant it";

    private ElementReference _element;

    /// <summary>What the group grants now.</summary>
    [Parameter, EditorRequired]
    public PermissionSet Saved { get; set; }

    /// <summary>What it is to grant.</summary>
    [Parameter, EditorRequired]
    public PermissionSet Chosen { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<PermissionSet> ChosenChanged { get; set; }

    /// <summary>What the viewer may add (R6).</summary>
    [Parameter, EditorRequired]
    public PermissionSet Grantable { get; set; }

    /// <summary>Shows only.</summary>
    [Parameter]
    public bool ReadOnly { get; set; }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender) =>
        // "Some" is no attribute of a checkbox, only a property; and a box that was clicked keeps its own idea of itself.
        await Js.InvokeVoidAsync("commerceKitty.showStates", _element);

    private static List<Permission> Row(string resource) => [.. PermissionCatalogue.All.Where(p => p.Resource == resource)];

    private static List<Permission> Column(string action) => [.. PermissionCatalogue.All.Where(p => p.Action == action)];

    /// <summary>What is granted may be taken away; what the viewer does not have may not be added.</summary>
    private bool Locked(Permission permission) => !Saved.Contains(permission.Name) && !Grantable.Contains(permission.Name);

    private bool Fixed(List<Permission> permissions) => ReadOnly || permissions.TrueForAll(Locked);

    private bool IsChanged(Permission? permission) =>
        permission is not null && Chosen.Contains(permission.Name) != Saved.Contains(permission.Name);

    private string Label(Permission permission) =>
        Locked(permission) && !ReadOnly ? $"{permission.Label}. {NotHeld}" : permission.Label;

    private string State(List<Permission> permissions)
    {
        var count = permissions.Count(p => Chosen.Contains(p.Name));
        return count == 0 ? "none" : count == permissions.Count ? "all" : "some";
    }

    private async Task ToggleAsync(Permission permission)
    {
        if (ReadOnly || Locked(permission))
            return;
        var one = PermissionSet.Of([permission.Name]);
        await ChosenChanged.InvokeAsync(Chosen.Contains(permission.Name) ? Chosen.Without(one) : Chosen.With(one));
    }

    /// <summary>Checks all that may be; when they are, unchecks them.</summary>
    private async Task ToggleAllAsync(List<Permission> permissions)
    {
        if (ReadOnly)
            return;
        var open = PermissionSet.Of(permissions.Where(p => !Locked(p)).Select(p => p.Name));
        await ChosenChanged.InvokeAsync(Chosen.Covers(open) ? Chosen.Without(open) : Chosen.With(open));
    }
}
