namespace CommerceKitty.Admin.Common.Http;

/// <summary>Documents that a text, or each item of a list, is one of the permissions of the catalogue.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PermissionNameAttribute : Attribute;
