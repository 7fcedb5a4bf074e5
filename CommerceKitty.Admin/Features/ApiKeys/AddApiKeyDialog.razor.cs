using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Makes a key for a user that is there, or for a new integration user.</summary>
public partial class AddApiKeyDialog
{
    private const string NameField = "name";
    private const string UserField = "userId";

    private readonly KeyEndDraft _end = new();
    private IReadOnlyList<KeyHolderCandidate> _candidates = [];
    private IReadOnlyList<UserGroupRow> _groups = [];
    private Error? _loadError;
    private string? _name;
    private string? _networks;
    private AccountSettings? _policy;
    private KeyHolderCandidate? _holder;
    private UserDraft? _newUser;
    private KeyHolderField? _search;
    private ElementReference _newUserTitle;
    private bool _mayAddUsers;
    private bool _switched;

    [Inject]
    public required ApiKeyService Keys { get; init; }

    [Inject]
    public required ApiKeyQueries KeyQueries { get; init; }

    [Inject]
    public required UserService Users { get; init; }

    [Inject]
    public required UserGroupService Groups { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_switched)
            return;
        // The button that had the focus went with its half of the form.
        _switched = false;
        if (_newUser is not null)
            await _newUserTitle.FocusAsync();
        else if (_search is not null)
            await _search.FocusAsync();
    }

    private async Task LoadAsync()
    {
        var candidates = await DatabaseFaults.GuardAsync(() => KeyQueries.ListCandidatesAsync());
        var policy = await DatabaseFaults.GuardAsync(() => KeyQueries.GetPolicyAsync());
        if (policy.Value is { } given && _policy is null)
            _end.StartNew(given);
        (_candidates, _policy, _loadError) = (candidates.Value ?? [], policy.Value ?? _policy, candidates.Error ?? policy.Error);
        _mayAddUsers = (await Current.PermissionsAsync()).Contains(Permissions.Users.Create);
        var groups = await DatabaseFaults.GuardAsync(() => Groups.ListAssignableAsync());
        _groups = groups.Value ?? [];
    }

    private void AddNewUser() => SwitchTo(new UserDraft());

    private void ChooseExistingUser() => SwitchTo(null);

    private void SwitchTo(UserDraft? user)
    {
        _newUser = user;
        _switched = true;
        Form.Show(null);
    }

    private void ChooseHolder(KeyHolderCandidate? holder)
    {
        _holder = holder;
        Form.Forget(UserField);
    }

    private async Task CreateAsync()
    {
        var missing = _holder is null && _newUser is null ? Error.Invalid(UserField, "Choose the user this key acts as.") : null;
        var end = _end.Read(Clock.Zone);
        if (FieldErrors.Combine(TextRules.Line(_name, NameField, "Name").Error, missing, end.Error) is { } error)
        {
            Form.Show(error);
            return;
        }

        if (await SubmitAsync(() => AddAsync(end.Value!)))
            return;
        // Who and what may be chosen has perhaps changed.
        var candidates = await DatabaseFaults.GuardAsync(() => KeyQueries.ListCandidatesAsync());
        _candidates = candidates.Value ?? _candidates;
        _policy = (await DatabaseFaults.GuardAsync(() => KeyQueries.GetPolicyAsync())).Value ?? _policy;
    }

    private async Task<Result<CreatedApiKey>> AddAsync(KeyEnd end)
    {
        if (_newUser is { } user && await AddUserAsync(user) is { } refusal)
            return refusal;
        var networks = NetworksApiKeyDialog.SplitLines(_networks);
        return await Keys.CreateAsync(new CreateApiKeyRequest(_name, _holder!.Access.UserId, end)
        {
            AllowedNetworks = networks.Count > 0 ? networks : null,
        });
    }

    /// <summary>Adds the user and chooses it. From then on it is one of those there are, also when the key is refused.</summary>
    private async Task<Error?> AddUserAsync(UserDraft user)
    {
        var added = await Users.CreateAsync(user.ToCreateRequest(UserKind.Integration));
        if (!added.IsDone)
            return added.Error;
        var candidates = await DatabaseFaults.GuardAsync(() => KeyQueries.ListCandidatesAsync());
        _candidates = candidates.Value ?? _candidates;
        (_newUser, _holder) = (null, _candidates.FirstOrDefault(c => c.Access.UserId == added.Value.Id));
        if (_holder is not null)
            return null;
        return candidates.Error ?? Error.Invalid(UserField, $"{added.Value.Name} was added. Choose it to create the key.");
    }
}
