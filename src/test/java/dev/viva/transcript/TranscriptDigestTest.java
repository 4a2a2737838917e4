package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.Phase;
import dev.viva.model.Role;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TranscriptDigestTest {
    @Test
    void readerCanRecomputeTheDigest() {
        // Computed by: printf 'item_1\nstudent\n7\nGr\303\274\303\237!\n' | sha256sum
        assertThat(TranscriptDigest.of(List.of(turn(null, null))))
                .isEqualTo("c5c2e993f18ea04284181ac808034828106d753b14b8158ebc0ef0e37acfb296");
        assertThat(TranscriptDigest.of(List.of()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void doesNotDependOnPhaseAndSpeaker() {
        assertThat(TranscriptDigest.of(List.of(turn("Amira Haddad", Phase.OBJECTIVE))))
                .isEqualTo(TranscriptDigest.of(List.of(turn(null, null))));
    }

    private static Turn turn(@Nullable String speaker, @Nullable Phase phase) {
        return new Turn(
                1L,
                "item_1",
                Role.STUDENT,
                speaker,
                phase,
                "Grüß!",
                TurnSource.CLIENT,
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                Instant.EPOCH,
                null);
    }
}
