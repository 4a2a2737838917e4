package dev.viva.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.Phase;
import dev.viva.model.SessionState;
import dev.viva.session.Session;
import dev.viva.testing.Databases;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which encounters are of one student. */
class StudentsTest {
    private static Session practised(int number, String name) {
        var like = Databases.SUBJECT;
        var subject = new Session.Subject(
                like.scenarioId(),
                like.personaId(),
                null,
                null,
                null,
                like.caseDigest(),
                new Session.Participant(name, null));
        return new Session(
                "ses_" + number,
                subject,
                SessionState.OPEN,
                Phase.SUBJECTIVE,
                0,
                new Session.Times(Instant.EPOCH, Instant.EPOCH, null, null, null),
                new Session.CallRef(null, 0),
                Session.Admission.OPEN);
    }

    private static List<Session> ordered(List<Session> sessions, Students by) {
        return sessions.stream().sorted(Comparator.comparing(by::key)).toList();
    }

    /** Else whoever has the list of the class computes which row is whose. */
    @Test
    void theirOrderIsAnotherInEachAnswer() {
        List<Session> sessions = IntStream.range(0, 60)
                .mapToObj(number -> practised(number, "Student " + number))
                .toList();
        var first = new Students(Map.of());
        var second = new Students(Map.of());

        assertThat(ordered(sessions, first)).isNotEqualTo(ordered(sessions, second));
        assertThat(first.key(practised(1, "Kim Lee"))).isEqualTo(first.key(practised(2, "kim  LEE")));
    }

    @Test
    void anAttemptOfAnEarlierVersionIsOfTheSameStudent() {
        var students = new Students(
                Map.of("ses_1", "name 山田\u3000太郎", "ses_2", "name 山田 太郎", "ses_3", "owner Kim", "ses_4", "owner kim"));

        assertThat(students.key(practised(1, "K7MQ-2XPA"))).isEqualTo(students.key(practised(2, "T4RW-9BCD")));
        assertThat(students.key(practised(3, "N2HV-5JLX"))).isNotEqualTo(students.key(practised(4, "C8FG-3ZYQ")));
    }
}
