package dev.viva.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.problem.Failure;
import dev.viva.storage.Transaction.StatementException;
import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageFailuresTest {
    @ParameterizedTest(name = "{2} is {3}")
    @CsvSource(delimiter = '|', textBlock = """
            08006 | 0    | lost connection       | STORAGE_UNAVAILABLE | true
            08001 | 0    | refused connection    | STORAGE_UNAVAILABLE | true
            57P01 | 0    | server shuts down     | STORAGE_UNAVAILABLE | true
            25P03 | 0    | stood still           | STORAGE_UNAVAILABLE | true
            57014 | 0    | statement timeout     | STORAGE_UNAVAILABLE | false
            40P01 | 0    | deadlock              | STORAGE_UNAVAILABLE | false
            40001 | 0    | serialization         | STORAGE_UNAVAILABLE | false
            55P03 | 0    | lock not available    | STORAGE_UNAVAILABLE | false
            53300 | 0    | too many connections  | STORAGE_UNAVAILABLE | false
            25006 | 0    | became a stand-by     | STORAGE_UNAVAILABLE | true
            23505 | 0    | unique violation      | INTERNAL_ERROR      | false
            42P01 | 0    | no such table         | INTERNAL_ERROR      | false
            22001 | 0    | value too long        | INTERNAL_ERROR      | false
                  | 0    | no free connection    | STORAGE_UNAVAILABLE | true
                  | 5    | SQLite is busy        | STORAGE_UNAVAILABLE | false
                  | 13   | SQLite's disk is full | STORAGE_UNAVAILABLE | false
                  | 11   | SQLite's page damaged | INTERNAL_ERROR      | false
                  | 26   | not SQLite's file     | INTERNAL_ERROR      | false
                  | 1299 | SQLite's constraint   | INTERNAL_ERROR      | false
            """)
    void distinguishesTransientFailures(String state, int code, String what, Failure failure, boolean disconnected) {
        var thrown = new IllegalStateException(new StatementException(new SQLException(what, state, code)));

        var problem = StorageFailures.problem(thrown);

        assertThat(problem.failure()).isEqualTo(failure);
        assertThat(StorageFailures.disconnected(thrown)).isEqualTo(disconnected);
        assertThat(problem.detail()).doesNotContain(what);
    }

    @ParameterizedTest(name = "{0} {1}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            08006 | 0    | true  | The database does not answer.
            25006 | 0    | true  | The database takes no writes.
            53100 | 0    | true  | The disk is full.
            58030 | 0    | true  | The database cannot write.
                  | 13   | true  | The disk is full.
                  | 8    | true  | The database takes no writes.
                  | 1032 | true  | The database takes no writes.
                  | 778  | true  | The database cannot write.
                  | 5    | true  | Another process holds the database's lock.
                  | 11   | false | The database file is damaged.
                  | 267  | false | The database file is damaged.
            57014 | 0    | false | The database cannot write.
            40P01 | 0    | false | The database cannot write.
            23505 | 0    | false | The database cannot write.
            """)
    void recognizesFailuresOfAllWrites(String state, int code, boolean concernsAll, String reason) {
        var thrown = new IllegalStateException(new StatementException(new SQLException("secret", state, code)));

        assertThat(StorageFailures.concernsAll(thrown)).isEqualTo(concernsAll);
        assertThat(StorageFailures.reason(thrown)).isEqualTo(reason);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            28P01 | 0  | The database cannot be opened.
            28000 | 0  | The database cannot be opened.
            3D000 | 0  | The database cannot be opened.
            42501 | 0  | The database cannot be opened.
            55000 | 0  | The database cannot be opened.
            08001 | 0  | The database does not answer.
                  | 14 | The database cannot be opened.
                  | 26 | The database file is damaged.
            """)
    void connectionThatCannotBeOpenedIsAnOutage(String state, int code, String reason) {
        var thrown = new ConnectionException(new SQLException("secret", state, code));

        assertThat(StorageFailures.problem(thrown).failure()).isEqualTo(Failure.STORAGE_UNAVAILABLE);
        assertThat(StorageErrors.isTransient(thrown)).isTrue();
        assertThat(StorageFailures.concernsAll(thrown)).isTrue();
        assertThat(StorageFailures.reason(thrown)).isEqualTo(reason);
    }

    @Test
    void bugIsNotAnOutage() {
        assertThat(StorageFailures.problem(new IllegalStateException()).failure())
                .isEqualTo(Failure.INTERNAL_ERROR);
    }
}
