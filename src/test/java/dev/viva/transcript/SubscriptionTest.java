package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.PartialLine;
import dev.viva.model.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which partial lines wait for a slow reader. */
class SubscriptionTest {
    private final Subscription follower = new Subscription(false, closed -> {});

    @Test
    void laterPartialLineTakesThePlaceOfAnEarlierOneOfTheItem() throws Exception {
        offer("item_1", "Whe");
        offer("item_2", "It");
        offer("item_1", "When did");

        assertThat(texts()).containsExactly("It", "When did");
    }

    @Test
    void longPartialLinesDoNotPileUp() throws Exception {
        String longest = "w".repeat(20_000);
        for (int i = 0; i < 16; i++) {
            offer("item_" + i, longest);
        }
        offer("last", "It");

        assertThat(texts()).containsExactly(longest, "It");
    }

    @Test
    void aSingleOneAlwaysWaits() throws Exception {
        offer("item_1", "Whe");
        offer("item_2", "w".repeat(50_000));

        assertThat(texts()).singleElement().asString().hasSize(50_000);
    }

    private void offer(String item, String text) {
        var line = new PartialLine(item, Role.STUDENT, text);
        follower.offer(new Subscription.Partial(Events.partial("ses_one", line, Instant.EPOCH), line));
    }

    private List<String> texts() throws InterruptedException {
        return follower.await(Duration.ZERO).partials().stream()
                .map(partial -> partial.line().text())
                .toList();
    }
}
