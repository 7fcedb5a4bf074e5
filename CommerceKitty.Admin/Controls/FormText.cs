using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace CommerceKitty.Admin.Controls;

/// <summary>The input of a <see cref="FormField"/>. It says itself when its value is wrong: the framework's own takes an
/// <c>aria-invalid</c> away unless its EditContext holds the message, and ours come from the services.</summary>
public sealed class FormText : InputText
{
    /// <summary>Set by the field around it.</summary>
    [CascadingParameter(Name = nameof(FormField.IsWrong))]
    public bool IsWrong { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        base.OnParametersSet();
        if (IsWrong)
            AdditionalAttributes = new Dictionary<string, object>(AdditionalAttributes ?? new Dictionary<string, object>())
            {
                ["aria-invalid"] = "true",
            };
    }
}
