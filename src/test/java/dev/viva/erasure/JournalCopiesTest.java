package dev.viva.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCopiesTest {
    private static final String LINE = "{\"session_id\":\"ses_one\",\"erased_at\":\"2026-11-27T08:15:30Z\"}\n";

    @TempDir
    Path folder;

    @Test
    void aCopyThatEndsInsideALineIsIncomplete() throws Exception {
        Path whole = journal("whole", LINE);
        Path empty = journal("empty", "");
        Path cut = journal("cut", LINE + "{\"session");
        Path withoutItsEnd = journal("end", LINE.replace("one", "two").strip());

        assertThat(incomplete(whole, empty, cut, withoutItsEnd)).containsExactly(cut, withoutItsEnd);
    }

    @Test
    void aLaterCopyHasWhatTheEarlierOneLost() throws Exception {
        Path cut = journal("cut", LINE + "{\"session");
        Path later = journal("later", LINE + LINE);
        Path laterAndCut = journal("again", LINE + LINE + "{");
        Path ofAnotherReplica = journal("other", LINE.replace("one", "two") + LINE + LINE);

        assertThat(incomplete(cut, later)).isEmpty();
        assertThat(incomplete(cut, laterAndCut)).containsExactly(laterAndCut);
        assertThat(incomplete(cut, ofAnotherReplica)).containsExactly(cut);
    }

    /** Every journal begins with the same bytes. */
    @Test
    void aCopyWithoutAWholeLineMayBeOfAnyReplica() throws Exception {
        Path cut = journal("cut", "{\"session_");
        Path whole = journal("whole", LINE);

        assertThat(incomplete(cut, whole)).containsExactly(cut);
    }

    /** A killed process left it so, and confirmed nothing of that line. */
    @Test
    void aServicesOwnJournalIsNoCopy() throws Exception {
        assertThat(incomplete(journal(ErasureJournal.NAME, LINE + "{\"session")))
                .isEmpty();
    }

    private Path journal(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private List<Path> incomplete(Path... journals) throws IOException {
        return JournalCopies.incomplete(List.of(journals), folder);
    }
}
