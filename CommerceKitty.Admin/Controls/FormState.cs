using CommerceKitty.Admin.Common;

namespace CommerceKitty.Admin.Controls;

/// <summary>What every form does around its fields: it sends once at a time, keeps what the service refused, tells each field its
/// errors, and asks for the focus where the person has to continue.</summary>
public sealed class FormState
{
    private Dictionary<string, string[]> _errors = [];
    private bool _wantsFocus;

    /// <summary>True while the service works; sending again does nothing.</summary>
    public bool Busy { get; private set; }

    /// <summary>True once the service has done what the form asked for.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Why the service refused, when that is about no field.</summary>
    public Error? Refusal { get; private set; }

    /// <summary>True when someone else saved first: the form cannot be sent until the new version is loaded.</summary>
    public bool IsStale => Refusal?.Code == Error.ChangedMeanwhile.Code;

    /// <summary>What is wrong with a field, by the API's name of it.</summary>
    public IReadOnlyList<string> ErrorsOf(string field) => _errors.GetValueOrDefault(field, []);

    /// <summary>Takes a field's errors away: its value was changed.</summary>
    public void Forget(string field) => _errors.Remove(field);

    /// <summary>Shows a refusal at its fields, or below them when it is about none; null clears.</summary>
    public void Show(Error? error)
    {
        _errors = new(error?.Fields ?? new Dictionary<string, string[]>());
        Refusal = error is { Fields.Count: 0 } ? error : null;
        _wantsFocus = error is not null;
    }

    /// <summary>Calls the service, unless a call is under way or the form is stale; shows what it refused.</summary>
    /// <returns>The answer; null when the service was not called.</returns>
    public async Task<Result<T>?> SubmitAsync<T>(Func<Task<Result<T>>> operation)
    {
        if (Busy || IsStale)
            return null;
        Busy = true;
        Show(null);
        try
        {
            var result = await DatabaseFaults.GuardAsync(operation);
            Show(result.Error);
            IsDone = result.IsDone;
            return result;
        }
        finally
        {
            Busy = false;
        }
    }

    /// <summary>Asks for the focus after something in the form replaced what had it.</summary>
    public void RequestFocus() => _wantsFocus = true;

    /// <summary>True once after each request for the focus; the form's frame then moves it.</summary>
    internal bool TakeFocusRequest()
    {
        var wanted = _wantsFocus;
        _wantsFocus = false;
        return wanted;
    }
}
