package dev.viva.soak.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.soak.benchmark.Api.Line;
import dev.viva.soak.wire.Digest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a benchmark verifies after it; each test plants one fault. */
class AcknowledgedTest {
    private final Acknowledged lines = new Acknowledged();

    private static String receipt(int number, int seq, int second) {
        return "{\"item_id\":\"item_B%d\",\"seq\":%d,\"created_at\":\"2026-11-30T09:00:0%d.000Z\"}"
                .formatted(number, seq, second);
    }

    private static String digest(int... numbers) {
        var digest = new Digest();
        for (int number : numbers) {
            Line line = Line.usual(number);
            digest.add(line.item(), line.role(), line.text());
        }
        return digest.hex();
    }

    @Test
    void acceptsWhatIsStoredInReadingOrder() throws IOException {
        lines.add(Line.usual(2), receipt(2, 3, 1));
        lines.add(Line.usual(1), receipt(1, 2, 1));
        lines.addAll(
                List.of(Line.usual(3), Line.usual(4)),
                "{\"results\":[{\"receipt\":" + receipt(3, 1, 2) + "},{\"receipt\":" + receipt(4, 4, 2) + "}]}");

        assertThat(lines.count()).isEqualTo(4);
        lines.verify(4, digest(1, 2, 3, 4));
    }

    @Test
    void findsALostLineAndOneInThePlaceOfAnother() {
        lines.add(Line.usual(1), receipt(1, 1, 1));
        lines.add(Line.usual(2), receipt(2, 2, 2));

        assertThatThrownBy(() -> lines.verify(1, digest(1))).hasMessageContaining("2 lines were acknowledged");
        assertThatThrownBy(() -> lines.verify(2, digest(1, 1))).hasMessageContaining("differs");
        assertThatThrownBy(() -> lines.verify(2, digest(2, 1))).hasMessageContaining("differs");
    }

    @Test
    void findsTwoLinesWithOneReceipt() {
        lines.add(Line.usual(1), receipt(1, 1, 1));
        lines.add(Line.usual(2), receipt(2, 1, 1));

        assertThatThrownBy(() -> lines.verify(2, digest(1, 2))).hasMessageContaining("two lines");
    }

    @Test
    void findsTheReceiptOfAnotherLine() {
        lines.add(Line.usual(2), receipt(1, 2, 1));

        assertThatThrownBy(() -> lines.verify(1, digest(2))).hasMessageContaining("wrong receipt");
    }

    @Test
    void findsABatchThatWasNotStored() {
        assertThatThrownBy(() -> lines.addAll(List.of(Line.usual(2)), "{\"results\":[{\"status\":\"conflict\"}]}"))
                .hasMessageContaining("wrong receipt");
    }

    @Test
    void findsARepetitionWithAnotherReceipt() throws IOException {
        lines.add(Line.usual(1), receipt(1, 1, 1));

        lines.verifyAgain(Line.usual(1), receipt(1, 1, 1));
        assertThatThrownBy(() -> lines.verifyAgain(Line.usual(1), receipt(1, 2, 1)))
                .hasMessageContaining("another receipt");
    }
}
