namespace CommerceKitty.Admin.Security;

/// <summary>The names of all permissions, <c>resource.action</c>. Endpoints, pages and services name these constants.</summary>
public static class Permissions
{
    /// <summary>Orders of all channels. Cancelling and shipping are edits.</summary>
    public static class Orders
    {
        public const string ViewAll = "orders.view-all";
        public const string View = "orders.view";
        public const string Create = "orders.create";
        public const string Edit = "orders.edit";
    }

    /// <summary>The product catalogue. Deleting archives.</summary>
    public static class Products
    {
        public const string ViewAll = "products.view-all";
        public const string View = "products.view";
        public const string Create = "products.create";
        public const string Edit = "products.edit";
        public const string Delete = "products.delete";
    }

    /// <summary>Stock by inventory source. Adjusting and setting are edits.</summary>
    public static class Inventory
    {
        public const string ViewAll = "inventory.view-all";
        public const string View = "inventory.view";
        public const string Edit = "inventory.edit";
    }

    /// <summary>People and integration users. Enabling and disabling are edits.</summary>
    public static class Users
    {
        public const string ViewAll = "users.view-all";
        public const string View = "users.view";
        public const string Create = "users.create";
        public const string Edit = "users.edit";
        public const string Delete = "users.delete";
    }

    /// <summary>Named bundles of permissions.</summary>
    public static class UserGroups
    {
        public const string ViewAll = "user-groups.view-all";
        public const string View = "user-groups.view";
        public const string Create = "user-groups.create";
        public const string Edit = "user-groups.edit";
        public const string Delete = "user-groups.delete";
    }

    /// <summary>API keys. Enabling, disabling and renaming are edits; revoking is the deletion.</summary>
    public static class ApiKeys
    {
        public const string ViewAll = "api-keys.view-all";
        public const string View = "api-keys.view";
        public const string Create = "api-keys.create";
        public const string Edit = "api-keys.edit";
        public const string Delete = "api-keys.delete";
    }

    /// <summary>The account's settings.</summary>
    public static class Settings
    {
        public const string View = "settings.view";
        public const string Edit = "settings.edit";
    }

    /// <summary>The record of who changed what.</summary>
    public static class AuditLog
    {
        public const string ViewAll = "audit-log.view-all";
        public const string View = "audit-log.view";
    }
}
