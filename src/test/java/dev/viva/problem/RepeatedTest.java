package dev.viva.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Throwables;
import dev.viva.testing.LogLines;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class RepeatedTest {
    private static final Logger log = LoggerFactory.getLogger(RepeatedTest.class);

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, NoClassDefFoundError.class, StackOverflowError.class})
    void isRepeatedWhateverItThrows(Class<? extends Throwable> kind) throws Exception {
        Throwable failure = kind.getDeclaredConstructor().newInstance();
        var runs = new CountDownLatch(3);
        try (var errors = LogLines.warnings();
                var scheduler = Executors.newSingleThreadScheduledExecutor()) {
            scheduler.scheduleWithFixedDelay(
                    new Repeated(log, "test work", () -> {
                        runs.countDown();
                        Throwables.throwIfUnchecked(failure);
                    }),
                    0,
                    1,
                    TimeUnit.MILLISECONDS);

            assertThat(runs.await(60, TimeUnit.SECONDS)).isTrue();
            scheduler.shutdownNow();
            assertThat(errors.words()).contains("test work: failed unexpectedly, tried again");
        }
    }
}
