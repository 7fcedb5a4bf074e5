using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Controls;

/// <summary>A labelled control for one value of a form. Changing the value takes its error away.</summary>
/// <typeparam name="T">The value.</typeparam>
public abstract class ValueField<T> : ComponentBase
{
    private T? _given;

    /// <summary>The form around it.</summary>
    [CascadingParameter]
    public FormState? Form { get; set; }

    [Parameter, EditorRequired]
    public string Label { get; set; } = string.Empty;

    /// <summary>The control's id.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = string.Empty;

    /// <summary>The API's name of the field.</summary>
    [Parameter]
    public string? For { get; set; }

    /// <summary>What is wrong with the value, where that is not what the form knows of <see cref="For"/>.</summary>
    [Parameter]
    public IReadOnlyList<string>? Errors { get; set; }

    [Parameter]
    public string? Hint { get; set; }

    [Parameter]
    public T? Value { get; set; }

    [Parameter]
    public EventCallback<T?> ValueChanged { get; set; }

    /// <summary>What the control shows. It is ahead of <see cref="Value"/> until the page around it has rendered: rendering the older
    /// value in between would take letters back that were typed since.</summary>
    protected T? Current { get; private set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (EqualityComparer<T>.Default.Equals(Value, _given))
            return;
        Current = _given = Value;
    }

    /// <summary>Takes the value that the person chose or typed.</summary>
    protected Task SetAsync(T? value)
    {
        Current = _given = value;
        if (For is not null)
            Form?.Forget(For);
        return ValueChanged.InvokeAsync(value);
    }
}
