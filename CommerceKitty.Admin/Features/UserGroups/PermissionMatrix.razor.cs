using CommerceKitty.Admin.Security;
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
