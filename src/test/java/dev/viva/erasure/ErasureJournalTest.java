package dev.viva.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.problem.ProblemException;
import dev.viva.session.Ids;
import dev.viva.testing.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErasureJournalTest {
    private static final Instant NOW = Instant.parse("2026-11-02T10:04:00.123Z");

    @TempDir
    Path folder;

    private ErasureJournal journal;
    private Path file;

    @BeforeEach
    void open() {
        journal = new ErasureJournal(folder);
        file = folder.resolve("erasures.ndjson");
    }

    @Test
    void containsIdsAndTimesAlone() throws IOException {
        journal.append(List.of(new JournalEntry("ses_4Vb9K2mQx7Zt1LcR8yNwPd", NOW)));

        assertThat(Files.readString(file))
                .isEqualTo(
                        "{\"session_id\":\"ses_4Vb9K2mQx7Zt1LcR8yNwPd\",\"erased_at\":\"2026-11-02T10:04:00.123Z\"}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void closesAFileThatOthersCanRead() throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));

        try (var warnings = LogLines.warnings()) {
            journal.keepPrivate();
            assertThat(warnings.words()).singleElement().asString().contains("could be read by others");
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void readsBackWhatWasAppendedFromAnyPlace() throws IOException {
        List<JournalEntry> written = entries(7);
        written.forEach(entry -> journal.append(List.of(entry)));

        try (var reader = JournalReader.from(file, 0)) {
            assertThat(reader.next(3)).isEqualTo(written.subList(0, 3));
            long place = reader.place();
            assertThat(reader.next(10)).isEqualTo(written.subList(3, 7));
            assertThat(reader.next(10)).isEmpty();
            try (var later = JournalReader.from(file, place)) {
                assertThat(later.next(10)).isEqualTo(written.subList(3, 7));
            }
        }
    }

    @Test
    void startsAgainInAFileThatWasReplacedByAShorterOne() throws IOException {
        journal.append(entries(1));

        try (var reader = JournalReader.from(file, 1_000)) {
            assertThat(reader.next(10)).hasSize(1);
        }
    }

    @Test
    void processesThatShareTheFileAppendWholeLines() throws Exception {
        var other = new ErasureJournal(folder);
        List<JournalEntry> written = entries(200);
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < written.size(); i++) {
                var entry = List.of(written.get(i));
                var one = i % 2 == 0 ? journal : other;
                writers.submit(() -> one.append(entry));
            }
        }

        try (var reader = JournalReader.from(file, 0)) {
            assertThat(reader.next(1_000)).containsExactlyInAnyOrderElementsOf(written);
            assertThat(reader.cutOff() + reader.damaged()).isZero();
        }
    }

    /** As after a power loss: no request was answered for that line. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"session_id\":\"ses_4Vb9",
                "{\"session_id\":\"ses_4Vb9K2mQx7Zt1LcR8yNwPd\",\"erased_at\":\"2026-11-02T10:04:00.123Z\""
            })
    void continuesAfterALineThatWasCutOff(String beginning) throws IOException {
        List<JournalEntry> written = entries(2);
        journal.append(written.subList(0, 1));
        Files.writeString(file, beginning, StandardOpenOption.APPEND);

        journal.append(written.subList(1, 2));

        try (var reader = JournalReader.from(file, 0)) {
            assertThat(reader.next(10)).isEqualTo(written);
            assertThat(reader.cutOff()).isEqualTo(1);
            assertThat(reader.damaged()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "{\"session_id\":\"ses_4Vb9K2mQx7Zt1LcR8yNwPd\",\"erased_at\":\"2026-13-02T10:04:00.123Z\"}",
                "{\"session_id\":\"'; DROP TABLE session; --\"}"
            })
    void countsDamagedLines(String line) throws IOException {
        List<JournalEntry> written = entries(2);
        journal.append(written.subList(0, 1));
        Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
        journal.append(written.subList(1, 2));

        try (var reader = JournalReader.from(file, 0)) {
            assertThat(reader.next(10)).isEqualTo(written);
            assertThat(reader.damaged()).isEqualTo(1);
        }
    }

    @Test
    void keepsItsNameWhileItGrows() throws IOException {
        assertThat(JournalReader.id(file)).isEmpty();
        journal.append(entries(1));
        var name = JournalReader.id(file);

        journal.append(entries(3));

        assertThat(name).isPresent();
        assertThat(JournalReader.id(file)).isEqualTo(name);
    }

    @Test
    void refusesInWordsWhatItCannotWriteAndLogsTheFileOnce() throws IOException {
        Files.createDirectory(file); // nothing can be appended to it
        try (var log = LogLines.of(ErasureJournal.class)) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> journal.append(entries(1)))
                        .isInstanceOf(ProblemException.class)
                        .hasMessageStartingWith("Nothing was erased: the server cannot write its journal");
            }
            Files.delete(file);
            journal.append(entries(1));

            assertThat(log.words()).hasSize(2);
            assertThat(log.words().getFirst()).contains(file + " cannot be written");
            assertThat(log.words().getLast()).contains("is written again");
        }
    }

    private static List<JournalEntry> entries(int count) {
        var entries = new ArrayList<JournalEntry>();
        for (int i = 0; i < count; i++) {
            entries.add(new JournalEntry(Ids.session(), NOW.plusSeconds(i)));
        }
        return entries;
    }
}
