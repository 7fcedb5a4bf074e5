namespace CommerceKitty.Admin.Common;

/// <summary>Collects what is wrong with several fields, so that they are reported together.</summary>
public sealed class FieldErrors
{
    private readonly Dictionary<string, string[]> _fields = [];

    /// <summary>Several refusals in one, so that a form shows every mistake at once; null when there is none.</summary>
    public static Error? Combine(params ReadOnlySpan<Error?> errors)
    {
        var collected = new FieldErrors();
        foreach (var error in errors)
            collected.Add(error);
        return collected.ToError();
    }

    /// <summary>How many fields were refused.</summary>
    public int Count => _fields.Count;

    /// <summary>The value, or its type's default when it was refused; then the refusal is kept.</summary>
    public T? Take<T>(Result<T> result)
    {
        if (result.IsDone)
            return result.Value;
        Add(result.Error);
        return default;
    }

    /// <summary>Keeps a refusal; null is none.</summary>
    public void Add(Error? error)
    {
        if (error is null)
            return;
        foreach (var (field, messages) in error.Fields)
            _fields[field] = [.. _fields.GetValueOrDefault(field, []), .. messages];
    }

    /// <summary>Everything that was refused, or null when nothing was.</summary>
    public Error? ToError() => _fields.Count == 0 ? null : Error.Invalid(_fields);

    /// <summary>The refusal of everything collected, or success when there was nothing.</summary>
    public Result<Done> ToResult() => ToError() is { } error ? error : Done.Value;
}
