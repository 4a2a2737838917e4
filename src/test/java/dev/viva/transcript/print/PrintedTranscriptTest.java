package dev.viva.transcript.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrintedTranscriptTest {
    @Test
    void showsWhoPractisedAndWhatWasFoundInEveryForm(@TempDir Path data) {
        try (var server = VivaServer.start(data, new TestClock())) {
            var api = new Api(server.url());
            var session = api.open(Api.CASE.substring(0, Api.CASE.length() - 1)
                    + ",\"participant\":{\"name\":\"Zoë Lee\",\"group\":\"PT/2B\"}}");
            api.relay(session, "item_1", "student", "Hello");
            api.post(session.path("/phase"), session.grant(), "{\"phase\":\"objective\"}");
            var examined = api.post(
                            session.path("/examinations"),
                            session.grant(),
                            "{\"item_id\":\"exam_1\",\"test_id\":\"lachman\",\"side\":\"right\",\"consent\":true}")
                    .json();
            String finding = examined.at("/examination/finding").asText();
            assertThat(finding).as(examined.toString()).isNotEmpty();

            var json = api.get(session.path("/transcript"), session.grant());
            assertThat(json.json().at("/participant/name").asText()).isEqualTo("Zoë Lee");
            assertThat(json.json().at("/examinations/0/examination/finding").asText())
                    .isEqualTo(finding);
            assertThat(json.header("Content-Disposition")).isEmpty();

            var text = printed(api, session, "text/plain");
            assertThat(text.raw().body())
                    .contains("\nStudent: Zoë Lee, PT/2B\n", "-- Objective: the examination --", finding);
            assertThat(text.header("Content-Disposition"))
                    .isEqualTo("inline; filename=\"viva-zoe-lee-pt-2b-a-knee-that-gave-way-at-football-2026-11-02-"
                            + session.id()
                            + ".txt\"; filename*=UTF-8''viva-zo%C3%AB-lee-pt-2b-a-knee-that-gave-way-at-football-2026-11-02-"
                            + session.id() + ".txt");
            var page = printed(api, session, "text/html");
            assertThat(page.raw().body()).contains("Student: <bdi>Zoë Lee, PT/2B</bdi>", ">Examination</th>");
            assertThat(page.header("Content-Disposition")).contains(".html\"");
        }
    }

    private static Api.Reply printed(Api api, Api.Opened session, String type) {
        return api.send("GET", session.path("/transcript"), session.grant(), null, Map.of("Accept", type));
    }
}
