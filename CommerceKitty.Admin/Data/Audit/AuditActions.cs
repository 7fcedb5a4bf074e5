namespace CommerceKitty.Admin.Data.Audit;

/// <summary>The names of what is audited.</summary>
public static class AuditActions
{
    public const string ApiKeyCreated = "api-key.created";
    public const string ApiKeyRenamed = "api-key.renamed";
    public const string ApiKeyEnabled = "api-key.enabled";
    public const string ApiKeyDisabled = "api-key.disabled";
    public const string ApiKeyRevoked = "api-key.revoked";
    public const string ApiKeyRotated = "api-key.rotated";
    public const string ApiKeyLimited = "api-key.limited";
    public const string ApiKeyEndSet = "api-key.end-set";
    public const string ApiKeyExposed = "api-key.exposed";
    public const string ApiKeyFindingAccepted = "api-key.finding-accepted";
    public const string ApiKeyFindingReopened = "api-key.finding-reopened";
    public const string ApiKeyLookedUp = "api-key.looked-up";
    public const string UserCreated = "user.created";
    public const string UserEnabled = "user.enabled";
    public const string UserDisabled = "user.disabled";
    public const string UserMoved = "user.moved";
    public const string UserPasswordReset = "user.password-reset";
    public const string UserInvited = "user.invited";
    public const string UserEdited = "user.edited";
    public const string UserResetSent = "user.reset-sent";
    public const string UserResetRequested = "user.reset-asked";
    public const string UserPasswordChosen = "user.password-chosen";
    public const string UserSignedOutEverywhere = "user.signed-out-everywhere";
    public const string UserDossierDownloaded = "user.dossier-downloaded";
    public const string UserSessionEnded = "user.session-ended";
    public const string OwnerCreated = "owner.created";
    public const string OwnershipTransferred = "owner.transferred";
    public const string OwnershipTransferFailed = "owner.transfer-failed";
    public const string UserSignedIn = "user.signed-in";
    public const string UserSignInFailed = "user.sign-in-failed";
    public const string UserSignedOut = "user.signed-out";
    public const string UserLockedOut = "user.locked-out";
    public const string UserGroupCreated = "user-group.created";
    public const string UserGroupPermissionsChanged = "user-group.permissions-changed";
    public const string UserGroupRenamed = "user-group.renamed";
    public const string UserGroupDeleted = "user-group.deleted";
    public const string OrderCreated = "order.created";
    public const string OrderEdited = "order.edited";
    public const string OrderCancelled = "order.cancelled";
    public const string OrderShipped = "order.shipped";
    public const string ProductCreated = "product.created";
    public const string ProductEdited = "product.edited";
    public const string ProductArchived = "product.archived";
    public const string StockSet = "stock.set";
    public const string StockAdjusted = "stock.adjusted";
    public const string StockBatchSet = "stock.batch-set";
    public const string InventorySourceCreated = "inventory-source.created";
    public const string InventorySourceEdited = "inventory-source.edited";
}
