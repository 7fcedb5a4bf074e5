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
public sealed class EditedTests
{
    private readonly Edited<string> _name = new();

    [Fact]
    public void Load_Untouched_FollowsWhatIsSaved()
    {
        _name.Load("Ada");

        _name.Load("Ada Lovelace");

        _name.Value.Should().Be("Ada Lovelace");
        _name.Hint().Should().BeNull();
    }

    [Fact]
    public void Load_Touched_KeepsWhatWasTypedAndSaysWhatIsSaved()
    {
        _name.Load("Ada");
        _name.Value = "Countess";

        _name.Load("Ada Lovelace");

        _name.Value.Should().Be("Countess");
        _name.Hint().Should().Be("Someone else saved: Ada Lovelace");
        _name.Hint(saved => saved?.ToUpperInvariant()).Should().Be("Someone else saved: ADA LOVELACE");
        _name.Load(string.Empty);
        _name.Hint().Should().Be("Someone else cleared this.");
    }

    [Fact]
    public void Load_TheSameAsTyped_SaysNothing()
    {
        _name.Load("Ada");
        _name.Value = "Ada Lovelace";

        _name.Load("Ada Lovelace");

        _name.Hint().Should().BeNull();
    }

    [Fact]
    public void Load_NothingChanged_SaysNothing()
    {
        _name.Load("Ada");
        _name.Value = "Countess";

        _name.Load("Ada");

        (_name.Value, _name.ChangedByOthers).Should().Be(("Countess", false));
    }
}
