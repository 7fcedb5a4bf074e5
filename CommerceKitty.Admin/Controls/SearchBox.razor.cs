using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Controls;

/// <summary>A field to search a list with. It tells the page what was typed once typing pauses.</summary>
public partial class SearchBox
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly List<string?> _sent = [];
    private string? _written;
    private string? _text;
    private string? _given;
    private int _redraw;
    private CancellationTokenSource? _typing;

    [Inject]
    public required TimeProvider Time { get; init; }

    [Parameter, EditorRequired]
    public string Label { get; set; } = string.Empty;

    /// <summary>The search text.</summary>
    [Parameter]
    public string? Value { get; set; }

    /// <summary>Called once typing paused.</summary>
    [Parameter, EditorRequired]
    public Func<string?, Task> ValueChanged { get; set; } = default!;

    /// <summary>Takes out of the text what must not stay, before anything else sees it.</summary>
    [Parameter]
    public Func<string?, string?>? Clean { get; set; }

    /// <inheritdoc/>
    public void Dispose() => _typing?.Cancel();

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (Value == _given)
            return;
        _given = Value;
        // An echo of what was sent may come when more is typed already: it must not replace that.
        var echo = _sent.LastIndexOf(Value);
        if (echo >= 0)
        {
            _sent.RemoveRange(0, echo + 1);
            return;
        }

        // Something else changed it: a filter's chip was removed, or the browser went back.
        _sent.Clear();
        _typing?.Cancel();
        if (Value != _text?.Trim())
            Write(Value);
    }

    private void Write(string? text)
    {
        _written = _text = text;
        _redraw++;
    }

    private async Task OnInputAsync(ChangeEventArgs e)
    {
        var typed = (string?)e.Value;
        var clean = Clean is null ? typed : Clean(typed);
        _text = typed;
        if (Clean is not null && clean != typed?.Trim() && !string.IsNullOrWhiteSpace(typed))
            Write(clean);

        _typing?.Cancel();
        _typing = new CancellationTokenSource();
        try
        {
            await Task.Delay(Pause, Time, _typing.Token);
            var text = string.IsNullOrWhiteSpace(clean) ? null : clean.Trim();
            if (text == (_sent.Count > 0 ? _sent[^1] : _given))
                return;
            _sent.Add(text);
            await ValueChanged(text);
        }
        catch (OperationCanceledException)
        {
            // Typing went on.
        }
    }
}
