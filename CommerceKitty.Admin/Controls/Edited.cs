namespace CommerceKitty.Admin.Controls;

/// <summary>A value in a form beside the one that is saved. What was not touched follows what is saved; what was typed stays, also when
/// someone else saves something else.</summary>
/// <typeparam name="T">Compared by value.</typeparam>
public sealed class Edited<T>
{
    private T? _saved;
    private bool _loaded;

    /// <summary>What the form holds.</summary>
    public T? Value { get; set; }

    /// <summary>True when someone else saved something else than what is typed here.</summary>
    public bool ChangedByOthers { get; private set; }

    /// <summary>Takes in what is saved now.</summary>
    public void Load(T? saved)
    {
        if (_loaded && Equals(saved, _saved))
            return;
        var untouched = !_loaded || Equals(Value, _saved);
        if (untouched)
            Value = saved;
        ChangedByOthers = !untouched && !Equals(Value, saved);
        (_saved, _loaded) = (saved, true);
    }

    /// <summary>Says what someone else saved; null when nobody did.</summary>
    /// <param name="text">How a person reads a value.</param>
    public string? Hint(Func<T?, string?>? text = null)
    {
        if (!ChangedByOthers)
            return null;
        var saved = text is null ? _saved?.ToString() : text(_saved);
        return string.IsNullOrEmpty(saved) ? "Someone else cleared this." : $"Someone else saved: {saved}";
    }
}
