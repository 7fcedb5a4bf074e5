namespace CommerceKitty.Admin.Features.Setup;

/// <summary>Who the account owner is to be, and the proof that the server's operator asks.</summary>
public sealed record OwnerRequest
{
    /// <summary>The one-time code from the log.</summary>
    public string? Code { get; init; }

    public string? Email { get; init; }

    public string? FirstName { get; init; }

    /// <summary>May be empty.</summary>
    public string? LastName { get; init; }

    public string? Password { get; init; }

    public string? Repeated { get; init; }

    /// <summary>Names the person alone, so that neither the code nor the password can slip into a log.</summary>
    public override string ToString() => $"{nameof(OwnerRequest)} {{ {Email} }}";
}
