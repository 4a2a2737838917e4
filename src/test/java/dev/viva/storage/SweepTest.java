package dev.viva.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.transaction.TransactionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SweepTest {
    private final List<Integer> tried = new ArrayList<>();

    @Test
    void triesAllAndThrowsTheFirstFailure() {
        assertThatThrownBy(() -> Sweep.forEachIsolated(List.of(1, 2, 3, 4), number -> {
                    tried.add(number);
                    if (number % 2 == 0) {
                        throw new IllegalStateException("number " + number);
                    }
                }))
                .hasMessage("number 2")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .hasToString("java.lang.IllegalStateException: number 4"));
        assertThat(tried).containsExactly(1, 2, 3, 4);
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {"STORAGE_UNAVAILABLE", "OVERLOADED"})
    void doesNotRetryDuringAnOutage(Failure out) {
        assertThatThrownBy(() -> Sweep.forEachIsolated(List.of(1, 2), number -> {
                    tried.add(number);
                    throw new ProblemException(out);
                }))
                .isInstanceOf(ProblemException.class);
        assertThat(tried).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({"08006, 1", "57014, 2", "42703, 2"})
    void doesNotReadOnInAnOutage(String state, int reads) {
        var failure = new TransactionException(new SQLException("a read failed", state));
        assertThatThrownBy(() -> Sweep.forEachIsolated(List.of(1, 2), number -> {
                    tried.add(number);
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(tried).hasSize(reads);
    }
}
