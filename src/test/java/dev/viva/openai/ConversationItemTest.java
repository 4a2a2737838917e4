package dev.viva.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.realtime.Speaker;
import org.junit.jupiter.api.Test;

/** How much of an item's text is kept, whatever a provider sends. */
class ConversationItemTest {
    private static final int LONG = 300_000;

    private final ConversationItem item = new ConversationItem("item_1", Speaker.STUDENT);

    @Test
    void longTextIsCutLikeALine() {
        item.setWords(0, "a".repeat(ConversationItem.MAX_TEXT - 1) + "🙂" + "b".repeat(LONG));

        assertThat(item.known()).as("no half of a character").isEqualTo("a".repeat(ConversationItem.MAX_TEXT - 1));
    }

    @Test
    void longSegmentsAreCutLikeALine() {
        for (int i = 0; i < 500; i++) {
            item.addSegment(0, "segment_" + i, "w".repeat(999));
        }
        item.closeSegments();

        assertThat(item.known()).isEqualTo(("w".repeat(999) + " ").repeat(20).trim());
    }

    @Test
    void segmentMayBecomeShorterAndLonger() {
        item.addSegment(0, "one", "w".repeat(LONG));
        assertThat(item.addSegment(0, "one", "Only this")).isTrue();
        assertThat(item.addSegment(0, "one", "Only this")).isFalse();
        assertThat(item.addSegment(0, "two", "and that.")).isTrue();
        item.closeSegments();

        assertThat(item.known()).isEqualTo("Only this and that.");
    }
}
