using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;

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
