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
public sealed class ListViewsTests
{
    [Fact]
    public void ToText_WhatWasChosen_ReadsBack()
    {
        var views = new ListViews
        {
            ["users"] = new(IsCompact: true, ["last-sign-in", "email"]),
            ["orders"] = new(IsCompact: false, ["channel"]),
            ["products"] = ListView.Standard,
        };

        var text = views.ToText();

        text.Should().Be("orders~~channel!users~compact~email.last-sign-in");
        Uri.EscapeDataString(text).Should().Be(text.Replace("!", "%21", StringComparison.Ordinal), "a cookie holds it nearly as it is");
        var read = new ListViews();
        read.Read(text);
        read.ToText().Should().Be(text);
        read["users"].IsCompact.Should().BeTrue();
        read["users"].Hidden.Should().BeEquivalentTo("email", "last-sign-in");
    }

    [Theory]
    [InlineData("")]
    [InlineData("!!!")]
    [InlineData("users")]
    [InlineData("users~compact")]
    [InlineData("~compact~email")]
    [InlineData("users~compact~email~more")]
    [InlineData("users~~...")]
    public void Read_NotWhatWasWritten_IsTheStandardView(string text)
    {
        var views = new ListViews();

        views.Read(text);

        views.ToText().Should().BeEmpty();
    }

    [Fact]
    public void Read_TooLong_IsNotRead()
    {
        var views = new ListViews();

        views.Read($"users~compact~{new string('x', ListViews.MaximumLength)}");

        views["users"].Should().Be(ListView.Standard);
    }

    [Theory]
    [InlineData("25", 25)]
    [InlineData("50", 50)]
    [InlineData("200", 200)]
    [InlineData("26", 25)]
    [InlineData("1000000", 25)]
    [InlineData("-50", 25)]
    [InlineData("many", 25)]
    [InlineData(null, 25)]
    public void PageSize_AnythingElseThanOffered_IsTheStandardOne(string? text, int size) => PageSizes.Parse(text).Should().Be(size);
}
