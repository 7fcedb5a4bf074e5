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

namespace CommerceKitty.Admin.Tests.Components;

[Trait("Database", "None")]
public sealed class FormStateTests
{
    private readonly FormState _form = new();

    [Fact]
    public async Task Submit_WhileTheServiceWorks_DoesNothing()
    {
        var answer = new TaskCompletionSource<Result<int>>();
        var calls = 0;
        Task<Result<int>> CallAsync()
        {
            calls++;
            return answer.Task;
        }

        var first = _form.SubmitAsync(CallAsync);
        _form.Busy.Should().BeTrue();
        (await _form.SubmitAsync(CallAsync)).Should().BeNull();
        answer.SetResult(7);

        (await first)!.Value.Should().Be(7);
        calls.Should().Be(1);
        _form.Busy.Should().BeFalse();
    }

    [Fact]
    public async Task Submit_FieldsRefused_ShowsThemUntilTheyAreChanged()
    {
        await _form.SubmitAsync(() => Task.FromResult<Result<int>>(Error.Invalid("name", "Enter a name.")));

        _form.ErrorsOf("name").Should().Equal("Enter a name.");
        _form.ErrorsOf("code").Should().BeEmpty();
        _form.Refusal.Should().BeNull("it is about a field");
        _form.TakeFocusRequest().Should().BeTrue();
        _form.TakeFocusRequest().Should().BeFalse("it is asked for once");
        _form.Forget("name");
        _form.ErrorsOf("name").Should().BeEmpty();
    }

    [Fact]
    public async Task Submit_RefusedThenDone_ShowsNothing()
    {
        await _form.SubmitAsync(() => Task.FromResult<Result<int>>(Error.Unauthenticated));
        _form.Refusal.Should().Be(Error.Unauthenticated);

        await _form.SubmitAsync(() => Task.FromResult<Result<int>>(1));

        _form.Refusal.Should().BeNull();
        _form.TakeFocusRequest().Should().BeFalse();
    }

    [Fact]
    public async Task Submit_DatabaseSilent_SaysSo_R11()
    {
        await _form.SubmitAsync<int>(() => throw new TimeoutException());

        _form.Refusal.Should().Be(DatabaseFaults.Unavailable);
        _form.Busy.Should().BeFalse();
    }

    [Fact]
    public async Task Submit_AfterSomeoneElseSaved_WaitsForTheNewVersion()
    {
        await _form.SubmitAsync(() => Task.FromResult<Result<int>>(Error.ChangedMeanwhile));
        _form.IsStale.Should().BeTrue();

        (await _form.SubmitAsync(() => Task.FromResult<Result<int>>(1))).Should().BeNull();
        _form.Show(null);

        (await _form.SubmitAsync(() => Task.FromResult<Result<int>>(1)))!.IsDone.Should().BeTrue();
    }
}
