using System.Buffers;
using System.Reflection;
using System.Text.Json;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Security;

namespace CommerceKitty.Admin.Tests.Features.Audit;

[Trait("Database", "None")]
public sealed class AuditEventsTests
{
    [Fact]
    public void WriteLine_KeyDisabledByKey_IsEntityManagementOfACredential()
    {
        var json = Event(new AuditRow
        {
            Id = 5,
            At = new DateTime(2026, 11, 23, 8, 0, 0, DateTimeKind.Utc),
            ActorKind = ActorKind.ApiKey,
            ActorUserId = 3,
            Actor = "Olivia Okafor",
            ActorApiKeyId = 12,
            ActorApiKeyName = "Zapier \"production\"\n=1+1",
            Address = "203.0.113.7",
            Action = AuditActions.ApiKeyDisabled,
            TargetType = "api-keys",
            TargetId = 44,
            Target = "Nightly",
            Before = """{"enabled":true}""",
            After = """{"enabled":false}""",
        });

        json.GetProperty("class_uid").GetInt32().Should().Be(3004);
        json.GetProperty("type_uid").GetInt32().Should().Be(300409);
        json.GetProperty("time").GetInt64().Should().Be(1795420800000);
        json.GetProperty("metadata").GetProperty("uid").GetString().Should().Be("5");
        json.GetProperty("actor").GetProperty("user").GetProperty("credential_uid").GetString().Should().Be("12");
        json.GetProperty("src_endpoint").GetProperty("ip").GetString().Should().Be("203.0.113.7");
        json.GetProperty("entity").GetProperty("type").GetString().Should().Be("credential");
        json.GetProperty("entity").GetProperty("data").GetRawText().Should().Be("""{"enabled":true}""");
        json.GetProperty("entity_result").GetProperty("data").GetRawText().Should().Be("""{"enabled":false}""");
        json.GetProperty("message").GetString().Should().StartWith("Olivia Okafor via key Zapier \"production\"\n=1+1: Disabled");
    }

    [Fact]
    public void WriteLine_Move_AddsTheUserToTheGroup()
    {
        var json = Event(Row(AuditActions.UserMoved, "users", """{"group":"a"}""", """{"group":"b"}"""));

        json.GetProperty("class_uid").GetInt32().Should().Be(3006);
        json.GetProperty("activity_id").GetInt32().Should().Be(3);
        json.GetProperty("group").GetProperty("name").GetString().Should().Be("b");
        json.GetProperty("user").GetProperty("name").GetString().Should().Be("Thing");
        json.GetProperty("actor").GetProperty("app_name").GetString().Should().Be("Command line (root)");
    }

    [Theory]
    [InlineData("""["a"]""", """["a","b"]""", 1, "b")]
    [InlineData("""["a","b"]""", """["a"]""", 2, "b")]
    public void WriteLine_PermissionsChanged_NamesThem(string before, string after, int activity, string privilege)
    {
        var json = Event(Row(
            AuditActions.UserGroupPermissionsChanged,
            "user-groups",
            $$"""{"permissions":{{before}}}""",
            $$"""{"permissions":{{after}}}"""));

        json.GetProperty("activity_id").GetInt32().Should().Be(activity);
        json.GetProperty("privileges").EnumerateArray().Select(p => p.GetString()).Should().Equal(privilege);
    }

    [Fact]
    public void WriteLine_EveryAction_HasItsClassesRequiredFields()
    {
        foreach (var field in typeof(AuditActions).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var action = (string)field.GetValue(null)!;
            var type = action.Split('.')[0] switch
            {
                "api-key" => "api-keys",
                "user" or "owner" => "users",
                "user-group" => "user-groups",
                _ => "orders",
            };
            var json = Event(Row(action, type, null, """{"group":"b","permissions":["orders.view"]}"""));

            var required = json.GetProperty("class_uid").GetInt32() switch
            {
                3001 => "user",
                3002 => "service",
                3004 => "entity",
                3006 => "group",
                var other => throw new InvalidOperationException($"{action} has class {other}"),
            };
            json.TryGetProperty(required, out _).Should().BeTrue(action);
            json.GetProperty("type_uid").GetInt32().Should().Be(
                (json.GetProperty("class_uid").GetInt32() * 100) + json.GetProperty("activity_id").GetInt32(), action);
        }
    }

    private static AuditRow Row(string action, string type, string? before, string? after) => new()
    {
        Id = 1,
        At = new DateTime(2026, 11, 23, 8, 0, 0, DateTimeKind.Utc),
        ActorKind = ActorKind.CommandLine,
        Actor = "Command line (root)",
        Action = action,
        TargetType = type,
        TargetId = 7,
        Target = "Thing",
        Before = before,
        After = after,
    };

    private static JsonElement Event(AuditRow row)
    {
        var lines = new ArrayBufferWriter<byte>();
        AuditEvents.WriteLine(lines, row);
        var text = System.Text.Encoding.UTF8.GetString(lines.WrittenSpan);
        text.Should().EndWith("\n").And.Subject.TrimEnd('\n').Should().NotContain("\n", "an event is one line");
        return JsonDocument.Parse(text).RootElement;
    }
}
