package dev.viva.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.soak.ledger.Difference;
import dev.viva.soak.ledger.Json;
import dev.viva.soak.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check of a simulation finds the fault that is planted. */
class ChecksTest {
    private final Statuses statuses = Statuses.of(Json.parse("""
            {"paths":{"/a":{"parameters":[],"get":{"operationId":"readA","responses":{"200":{},"404":{},"500":{}}}}}}"""));

    @Test
    void knowsWhatTheContractDocumentsAndTakesAFaultForNoAnswer() {
        assertThat(statuses.of("readA")).containsExactly(200, 404);
        assertThatThrownBy(() -> statuses.of("readB")).hasMessageContaining("readB");
    }

    @Test
    void aReaderMayMeetAnOutageOnABadDayAlone() {
        assertThat(Weather.BAD.mayMeet(503)).isTrue();
        assertThat(Weather.BAD.mayMeet(500)).isFalse();
        assertThat(Weather.FAIR.mayMeet(503)).isFalse();
    }

    @Test
    void aBadDayAcceptsMoreAnswersThanAFairOne() {
        assertThat(Weather.FAIR.answers(201, 200)).containsExactly(201);
        assertThat(Weather.BAD.answers(201, 200)).containsExactly(201, 200);
    }

    @Test
    void aCallMeetsOnABadDayNoOtherRefusalThanThoseOfItsIncidents() {
        assertThat(Weather.FAIR.statuses(Weather.FAIR.answers(201, 409), 412)).containsExactly(201);
        assertThat(Weather.BAD.statuses(Weather.BAD.answers(201, 409), 412))
                .containsExactlyInAnyOrder(201, 409, 412, 502, 503, 504);
    }

    @Test
    void nobodySendsARequestAgainForLongerThanAnOutage() {
        assertThat(Weather.mayRepeat(14, Duration.ofSeconds(4))).isTrue();
        assertThat(Weather.mayRepeat(15, Duration.ofSeconds(4))).isFalse();
    }

    @Test
    void findsATranscriptThatWasNotCompared() {
        assertThat(new Outcome(9, 50, 50).problems()).isEmpty();
        assertThat(new Outcome(9, 49, 50).problems()).singleElement().asString().contains("of 50 transcripts 49");
    }

    @Test
    void aSimulationTellsItsOutcome(@TempDir Path folder) throws IOException {
        var outcome = new Outcome(9, 49, 50);
        outcome.write(folder.resolve("outcome"));

        assertThat(Outcome.read(folder.resolve("outcome"))).isEqualTo(outcome);
    }

    @Test
    void findsAnAbuserWhoWasNeverRefused() {
        assertThatThrownBy(() -> Abuse.metAll(Set.of(400, 401, 413, 415))).hasMessageContaining("429");
        Abuse.metAll(Abuse.MUST_MEET);
    }

    @Test
    void findsFacultyWhoSawNothingOrALossyStream() {
        assertThatThrownBy(() -> Watch.refuse(0, List.of())).hasMessageContaining("no session");
        assertThatThrownBy(() -> Watch.refuse(1, List.of("event 2 is lost"))).hasMessageContaining("event 2");
        Watch.refuse(1, List.of());
    }

    @Test
    void findsAnExaminationWithTwoFindingsOrNone() {
        var ledger = new Ledger();
        String receipt = "{\"seq\":1,\"examination\":{\"item_id\":\"exam_1\",\"finding\":\"a\"}}";
        ledger.examined("exam_1", receipt);
        ledger.examined("exam_1", receipt);

        assertThatThrownBy(() -> ledger.examined("exam_1", receipt.replace(":1,", ":2,")))
                .isInstanceOf(Difference.class);
        assertThatThrownBy(() -> ledger.examined("exam_2", receipt.replace("\"seq\":1,", "")))
                .hasMessageContaining("not stored");
        assertThatThrownBy(() -> ledger.examined("exam_3", receipt)).hasMessageContaining("wrong receipt");
    }
}
