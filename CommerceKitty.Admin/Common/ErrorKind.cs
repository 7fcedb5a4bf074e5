using CommerceKitty.Admin.Common.Http;

namespace CommerceKitty.Admin.Common;

/// <summary>What kind of refusal an operation met. Each kind has exactly one HTTP status (<see cref="ApiProblems"/>).</summary>
public enum ErrorKind
{
    /// <summary>The input has the wrong shape or length; HTTP 400.</summary>
    Invalid,

    /// <summary>Nobody is signed in, or the account no longer works; HTTP 401.</summary>
    Unauthenticated,

    /// <summary>The actor lacks a permission, or a rule forbids the operation; HTTP 403.</summary>
    Forbidden,

    /// <summary>The thing does not exist; HTTP 404.</summary>
    NotFound,

    /// <summary>The thing's state does not allow the operation; HTTP 409.</summary>
    Conflict,

    /// <summary>The thing was changed since it was read; HTTP 412.</summary>
    Stale,
}
