using MudBlazor;

namespace CommerceKitty.Admin.Controls;

/// <summary>Every colour and size of the product, light and dark. wwwroot/app.css uses them by the variables that MudBlazor makes of them.
/// Text on its ground keeps 4.5:1, borders of controls 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).</summary>
public static class CommerceKittyTheme
{
    private static readonly string[] Sans = ["var(--ck-sans)"];

    /// <summary>The one theme.</summary>
    public static readonly MudTheme Value = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0f6b66",
            PrimaryContrastText = "#ffffff",
            Secondary = "#3f4a52",
            Background = "#f7f8f8",
            BackgroundGray = "#eef0f1",
            Surface = "#ffffff",
            TextPrimary = "#171c1f",
            TextSecondary = "#56616a",
            TextDisabled = "#87929b",
            ActionDefault = "#56616a",
            ActionDisabled = "#9aa4ac",
            ActionDisabledBackground = "#e6e9eb",
            LinesDefault = "#e2e6e8",
            LinesInputs = "#87929b",
            TableLines = "#e8ebed",
            TableHover = "#f3f6f6",
            Divider = "#e2e6e8",
            DrawerBackground = "#fbfcfc",
            AppbarBackground = "#ffffff",
            AppbarText = "#171c1f",
            Success = "#176b3a",
            SuccessContrastText = "#ffffff",
            Error = "#b3261e",
            ErrorContrastText = "#ffffff",
            Warning = "#8a5300",
            WarningContrastText = "#ffffff",
            Info = "#0b5cad",
            InfoContrastText = "#ffffff",
            Dark = "#22292e",
            OverlayDark = "rgba(16,22,25,0.45)",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#4fd1c5",
            PrimaryContrastText = "#04211e",
            Secondary = "#b8c2ca",
            Black = "#0e1214",
            Background = "#0f1315",
            BackgroundGray = "#1b2124",
            Surface = "#161b1e",
            TextPrimary = "#e8edf0",
            TextSecondary = "#a3afb8",
            TextDisabled = "#6b7780",
            ActionDefault = "#a3afb8",
            ActionDisabled = "#6b7780",
            ActionDisabledBackground = "#242b2f",
            LinesDefault = "#2a3236",
            LinesInputs = "#6b7780",
            TableLines = "#242b2f",
            TableHover = "#1c2327",
            Divider = "#2a3236",
            DrawerBackground = "#121719",
            AppbarBackground = "#121719",
            AppbarText = "#e8edf0",
            Success = "#5bd28b",
            SuccessContrastText = "#052412",
            Error = "#ff8a80",
            ErrorContrastText = "#360804",
            Warning = "#f3b74f",
            WarningContrastText = "#2b1a00",
            Info = "#7db8ff",
            InfoContrastText = "#031d38",
            Dark = "#2c3438",
            OverlayDark = "rgba(0,0,0,0.6)",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
        Shadows = new Shadow(),
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Sans, FontSize = "0.875rem", LineHeight = "1.45", LetterSpacing = "normal" },
            H1 = new H1Typography
            {
                FontFamily = Sans,
                FontSize = "1.5rem",
                FontWeight = "600",
                LineHeight = "1.25",
                LetterSpacing = "-0.015em",
            },
            H6 = new H6Typography
            {
                FontFamily = Sans,
                FontSize = "1.0625rem",
                FontWeight = "600",
                LineHeight = "1.35",
                LetterSpacing = "-0.01em",
            },
            Body1 = new Body1Typography { FontFamily = Sans, FontSize = "0.875rem", LineHeight = "1.45", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Sans, FontSize = "0.8125rem", LineHeight = "1.45", LetterSpacing = "normal" },
            Button = new ButtonTypography
            {
                FontFamily = Sans,
                FontSize = "0.875rem",
                FontWeight = "550",
                TextTransform = "none",
                LetterSpacing = "normal",
            },
            Caption = new CaptionTypography { FontFamily = Sans, FontSize = "0.75rem", LetterSpacing = "normal" },
        },
    };
}
