using System.Globalization;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Offboarding;

/// <summary>The leaver's process: disables a user and decides about the keys that act as the user and those whose value the user has
/// seen. One operation for page, API and command line (R1), with a transaction for each key: what is refused for one key, another
/// permission for example, does not undo the others, and the user stays disabled.</summary>
public sealed class OffboardingService(Operations operations, UserService users, ApiKeyService keys)
{
    /// <summary>Disables the user first, then changes the keys in the order of the request.</summary>
    /// <param name="userId">Who leaves.</param>
    /// <param name="request">What happens to which key.</param>
    /// <param name="ct">Cancels until the user is disabled. From then on every key is processed, also for a caller who has gone.</param>
    /// <returns>The result of each key; a refusal when nothing was done at all.</returns>
    public async Task<Result<OffboardingResult>> OffboardAsync(int userId, OffboardingRequest request, CancellationToken ct = default)
    {
        var requirement = Requirement.Both(Permissions.Users.Edit, Permissions.Users.View);
        var valid = await operations.ReadAsync<IReadOnlyList<KeyOffboarding>>(
            requirement, (_, _) => Task.FromResult(Validate(request)), ct);
        if (!valid.IsDone)
            return valid.Error;
        var disabled = await users.DisableAsync(userId, ct);
        if (!disabled.IsDone)
            return disabled.Error;
        var results = new List<OffboardedKey>();
        foreach (var key in valid.Value)
            results.Add(await OffboardAsync(userId, key, CancellationToken.None));
        return new OffboardingResult(disabled.Value, results);
    }

    private async Task<OffboardedKey> OffboardAsync(int userId, KeyOffboarding asked, CancellationToken ct)
    {
        var (requirement, change) = Plan(asked, ct);
        string? name = null;
        var changed = await operations.ChangeAsync<OffboardedKey>(requirement, async work =>
        {
            var key = await work.Db.ApiKeys.SingleOrDefaultAsync(
                k => k.Id == asked.Id && (k.UserId == userId || k.CreatedById == userId || k.RotatedById == userId
                    || k.PreviousSeenById == userId),
                ct);
            if (key is null)
                return Error.NotFound("API key of this user");
            name = key.Name;
            var result = await change(work, key);
            if (result.IsDone && work.Db.Entry(key).State == EntityState.Modified)
                key.Version++;
            return result;
        }, ct);
        return changed.IsDone ? changed.Value : new OffboardedKey(asked.Id!.Value, name, OffboardedKeyStatus.Refused, changed.Error);
    }

    /// <summary>What the action requires of the actor, and the change itself.</summary>
    private (Requirement Requirement, Func<Work, ApiKey, Task<Result<OffboardedKey>>> Change) Plan(
        KeyOffboarding asked,
        CancellationToken ct)
    {
        switch (asked.Action)
        {
            case KeyDisposition.Revoke:
                return (Permissions.ApiKeys.Delete, Revoke);
            case KeyDisposition.End:
                return (Permissions.ApiKeys.Edit, (work, key) => End(work, key, asked.EndsInHours!.Value));
            case KeyDisposition.Reissue:
                var value = ApiKeyToken.Create();
                var requirement = asked.EndsInHours is null
                    ? (Requirement)Permissions.ApiKeys.Create
                    : Requirement.Both(Permissions.ApiKeys.Create, Permissions.ApiKeys.Edit);
                return (requirement, (work, key) => ReissueAsync(work, key, asked, value, ct));
            case KeyDisposition.Keep:
                return (Permissions.Users.Edit, (_, key) => Done(key, OffboardedKeyStatus.Kept));
            default:
                throw new InvalidOperationException($"{asked.Action} passed the validation.");
        }
    }

    private async Task<Result<OffboardedKey>> ReissueAsync(Work work, ApiKey key, KeyOffboarding asked, string value, CancellationToken ct)
    {
        if (asked.EndsInHours is { } hours && ApiKeyService.EndIn(work, key, hours) is { } refusal)
            return refusal;
        var created = await keys.AddAsync(
            work, key.Name, asked.UserId!.Value, KeyEnd.Default, value, ct, NetworkList.Of(key.AllowedNetworks));
        return created.Map(replacement => new OffboardedKey(key.Id, key.Name, OffboardedKeyStatus.Reissued, Replacement: replacement));
    }

    private static Task<Result<OffboardedKey>> Revoke(Work work, ApiKey key)
    {
        ApiKeyService.Revoke(work, key);
        return Done(key, OffboardedKeyStatus.Revoked);
    }

    private static Task<Result<OffboardedKey>> End(Work work, ApiKey key, int hours) =>
        ApiKeyService.EndIn(work, key, hours) is { } refusal
            ? Task.FromResult<Result<OffboardedKey>>(refusal)
            : Done(key, OffboardedKeyStatus.Ending);

    private static Task<Result<OffboardedKey>> Done(ApiKey key, OffboardedKeyStatus status) =>
        Task.FromResult<Result<OffboardedKey>>(new OffboardedKey(key.Id, key.Name, status));

    private static Result<IReadOnlyList<KeyOffboarding>> Validate(OffboardingRequest request)
    {
        var asked = request.Keys ?? [];
        if (asked.Count > OffboardingRequest.MaximumKeys)
        {
            return Error.Invalid("keys", string.Create(CultureInfo.InvariantCulture,
                $"A request names at most {OffboardingRequest.MaximumKeys:N0} keys."));
        }

        var errors = new FieldErrors();
        var seen = new HashSet<int>();
        for (var i = 0; i < asked.Count; i++)
            Validate(asked[i], string.Create(CultureInfo.InvariantCulture, $"keys[{i}]"), seen, errors);
        if (errors.ToError() is { } error)
            return error;
        return asked.OfType<KeyOffboarding>().ToList();
    }

    private static void Validate(KeyOffboarding? key, string field, HashSet<int> seen, FieldErrors errors)
    {
        if (key is null)
        {
            errors.Add(Error.Invalid(field, "A key cannot be null."));
            return;
        }

        if (key.Id is not { } id)
            errors.Add(TextRules.Missing($"{field}.id", "ID"));
        else if (id < 1)
            errors.Add(Error.Invalid($"{field}.id", "The ID is not that of an API key."));
        else if (!seen.Add(id))
            errors.Add(Error.Invalid($"{field}.id", "The key is named twice."));
        if (key.Action is not { } action || !Enum.IsDefined(action))
            errors.Add(Error.Invalid($"{field}.action", "The action is not one of keep, revoke, end and reissue."));
        if (key.Action == KeyDisposition.End ? key.EndsInHours is not (>= 1 and <= RotateApiKeyRequest.MaximumOverlap)
            : key.EndsInHours is not (null or (>= 1 and <= RotateApiKeyRequest.MaximumOverlap)))
        {
            errors.Add(Error.Invalid($"{field}.endsInHours", $"Choose 1 to {RotateApiKeyRequest.MaximumOverlap} hours."));
        }

        if (key is { Action: KeyDisposition.Reissue, UserId: null })
            errors.Add(Error.Invalid($"{field}.userId", "Choose the user that the new key acts as."));
    }
}
