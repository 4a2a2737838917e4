package dev.viva.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.viva.testing.LogLines;
import org.junit.jupiter.api.Test;

class UncaughtFailuresTest {
    @Test
    void logsWhatEndsAThreadWithItsPlacesAndWithoutItsWords() throws InterruptedException {
        try (var lines = LogLines.of(UncaughtFailures.class)) {
            Thread.ofVirtual()
                    .name("student-7")
                    .uncaughtExceptionHandler(new UncaughtFailures())
                    .start(UncaughtFailuresTest::fails)
                    .join();

            var line = lines.events().getFirst();
            assertThat(lines.events()).hasSize(1);
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getFormattedMessage())
                    .isEqualTo("threads: student-7 ended with java.lang.IllegalStateException");
            assertThat(ThrowableProxyUtil.asString(line.getThrowableProxy()))
                    .contains(
                            "java.lang.IllegalStateException",
                            "Caused by: ",
                            "java.lang.NumberFormatException",
                            "UncaughtFailuresTest.fails")
                    .doesNotContain("my knee");
        }
    }

    @Test
    void cutsCausesThatGoRoundInCircles() {
        var first = new IllegalStateException("my knee");
        var second = new IllegalArgumentException("my knee", first);
        first.initCause(second);
        try (var lines = LogLines.of(UncaughtFailures.class)) {
            new UncaughtFailures().uncaughtException(Thread.ofVirtual().unstarted(() -> {}), first);

            assertThat(lines.words())
                    .containsExactly("threads: one without a name ended with java.lang.IllegalStateException");
        }
    }

    private static void fails() {
        try {
            Integer.parseInt("my knee");
        } catch (NumberFormatException e) {
            throw new IllegalStateException("not a number: my knee", e);
        }
    }
}
