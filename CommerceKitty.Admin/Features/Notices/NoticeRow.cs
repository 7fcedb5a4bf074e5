namespace CommerceKitty.Admin.Features.Notices;

/// <summary>A notice as its reader sees it.</summary>
/// <param name="Id">The notice's ID.</param>
/// <param name="ApiKeyId">The key it is about.</param>
/// <param name="KeyName">The key's name.</param>
/// <param name="ExpiresAt">The key's end. UTC.</param>
/// <param name="At">When it was told. UTC.</param>
/// <param name="IsRead">True once its reader marked it as read.</param>
public sealed record NoticeRow(long Id, int ApiKeyId, string KeyName, DateTime ExpiresAt, DateTime At, bool IsRead);
