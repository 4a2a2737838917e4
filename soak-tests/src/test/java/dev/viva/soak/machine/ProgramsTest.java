package dev.viva.soak.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProgramsTest {
    @Test
    void givesWhatAProgramSays() throws IOException, InterruptedException {
        assertThat(Programs.output("sh", "-c", "echo yes")).isEqualTo("yes\n");
    }

    @Test
    void refusesWhatAProgramSaysThatFailed() {
        assertThatThrownBy(() -> Programs.output("sh", "-c", "echo no such process; exit 3"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no such process");
    }
}
