package dev.viva.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityTest {
    private static final Path API = Path.of("..");
    private static String released;

    @BeforeAll
    static void read() throws IOException {
        released = Files.readString(API.resolve("released/openapi.yaml"));
    }

    /** If this fails, undo the breaking change, or raise the major version as api/README.md says. */
    @Test
    void keepsWhatTheLastReleasePromised() throws Exception {
        assertThat(Compatibility.breaks(released, Files.readString(API.resolve("openapi.yaml"))))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a path is gone           |   /api/v1/voices:                     |   /api/v1/all-voices:",
                "an operation is renamed  | operationId: endSession              | operationId: finishSession",
                "a status is gone         | '412': {$ref                         | '428': {$ref",
                "a header is gone         | Location: {$ref                      | Place: {$ref",
                "a media type is gone     | text/html:                           | text/xhtml:",
                "a parameter is required  | name: X-Rtc-Token, in: header, required: false | name: X-Rtc-Token, in: header, required: true",
                "a parameter takes less   | maximum: 200, default: 100           | maximum: 20, default: 10",
                "a member is required     | required: [scenario_id, persona_id]  | required: [scenario_id, persona_id, role_id]",
                "a member is shorter      | maxLength: 20000, pattern            | maxLength: 2000, pattern",
                "a list is shorter        | minItems: 1, maxItems: 100, items: {$ref: '#/components/schemas/TranscriptLine'} | minItems: 1, maxItems: 10, items: {$ref: '#/components/schemas/TranscriptLine'}",
                "a pattern is another     | '^[a-z]{2}$'                         | '^[a-z]{3}$'",
                "a value is not taken     | enum: [subjective, objective, treatment_plan] | enum: [subjective, objective]",
                "a value in a list is not taken | Role: {type: string, enum: [student, patient] | Role: {type: string, enum: [student]",
                "a value is renamed       | Role: {type: string, enum: [student, patient] | Role: {type: string, enum: [student, actor]",
                "only some values are taken | ItemId: {type: string, pattern     | ItemId: {type: string, enum: [item_C1], pattern",
                "a problem code is gone   | - item_conflict                      | # item_conflict",
                "a problem code is renamed | - item_conflict                     | - conflicting_item",
                "a refusal of HTTP is gone | '414': uri_too_long, '431'          | '431'",
                "a refusal of HTTP has another code | '414': uri_too_long        | '414': malformed_request",
                "a member may be absent   | required: [session_id, item_id, seq, late, created_at] | required: [session_id, item_id, seq, late]",
                "a member has a new type  | simulated: {type: boolean            | simulated: {type: string, maxLength: 8",
                "a member may be null     | simulated: {type: boolean            | simulated: {type: [boolean, 'null']",
                "a member has no format   | ended_at: {type: string, format: date-time | ended_at: {type: string",
                "a member that may be absent is gone | revised: {type: boolean   | corrected: {type: boolean",
                "a member is not taken    | media: {type: array, maxItems: 8     | pictures: {type: array, maxItems: 8",
                "a grant is needed        | security: []                         | security: [{grant: []}]",
            })
    void findsWhatWouldBreakClients(String what, String from, String to) throws Exception {
        assertThat(Compatibility.breaks(released, with(from, to))).as(what).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "an event type          | gap], maxLength: 32    | gap, pause], maxLength: 32",
                "a problem code         | - item_conflict        | - item_conflict\\n        - item_refused",
                "a value of replies is not sent any more | concurrent_calls, calls_per_day | concurrent_calls",
                "a member of replies    | simulated: {type: boolean | more: {type: boolean}\\n        simulated: {type: boolean",
                "other words            | summary: Start an encounter | summary: Begin an encounter",
                "a longer line          | maxLength: 20000, pattern | maxLength: 30000, pattern",
                "a minor version        | version: 1.0.0         | version: 1.1.0",
            })
    void allowsWhatMayComeAtAnyTime(String what, String from, String to) throws Exception {
        assertThat(Compatibility.breaks(released, with(from, to))).as(what).isEmpty();
    }

    @Test
    void allowsAnythingUnderANewMajorVersion() throws Exception {
        String gone = with("  /api/v1/voices:", "  /api/v2/voices:");

        assertThat(Compatibility.breaks(released, gone)).isNotEmpty();
        assertThat(Compatibility.breaks(released, gone.replace("version: 1.0.0", "version: 2.0.0")))
                .isEmpty();
    }

    private static String with(String from, String to) {
        assertThat(released).as("the contract has no such text any more").contains(from);
        return released.replace(from, to.replace("\\n", "\n"));
    }
}
