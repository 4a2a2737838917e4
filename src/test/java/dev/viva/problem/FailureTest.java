package dev.viva.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.ProblemCode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FailureTest {
    @Test
    void theContractListsTheCodeOfEveryFailureAndNoOther() {
        assertThat(Stream.of(ProblemCode.values()).map(Object::toString))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Failure.values()).map(Failure::code).toList());
    }
}
