using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace CommerceKitty.Admin.Controls;

/// <summary>The text input of a static form, inside a <see cref="FormField"/>. It keeps the field's <c>aria-invalid</c>: the framework's
/// own takes it away unless its EditContext holds the message, and ours come from the services.</summary>
public sealed class FormText : InputText
{
    private const string Invalid = "aria-invalid";

    private bool _wrong;

    /// <inheritdoc/>
    public override Task SetParametersAsync(ParameterView parameters)
    {
        _wrong = parameters.TryGetValue<object>(Invalid, out _);
        return base.SetParametersAsync(parameters);
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        base.OnParametersSet();
        if (_wrong)
            AdditionalAttributes = new Dictionary<string, object>(AdditionalAttributes ?? new Dictionary<string, object>())
            {
                [Invalid] = "true",
            };
    }
}
