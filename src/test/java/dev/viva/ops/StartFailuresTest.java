package dev.viva.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dropwizard.core.Configuration;
import io.dropwizard.testing.ConfigOverride;
import io.dropwizard.testing.DropwizardTestSupport;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class StartFailuresTest {

    @Test
    void namesAPortInUseInOneLine() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            var second = new DropwizardTestSupport<Configuration>(
                    OpsApplication.class,
                    (String) null,
                    ConfigOverride.config("server.applicationConnectors[0].port", port),
                    ConfigOverride.config("server.applicationConnectors[0].bindHost", "127.0.0.1"),
                    ConfigOverride.config("server.adminConnectors[0].port", "0"));
            Throwable failure = catchThrowable(second::before);
            second.after();
            assertThat(StartFailures.inOneLine(failure))
                    .hasValueSatisfying(line -> assertThat(line)
                            .startsWith("Port " + port + " on 127.0.0.1 cannot be opened: it is in use already.")
                            .doesNotContain("\n"));
        }
    }

    @Test
    void explainsOtherPortFailures() {
        assertThat(StartFailures.inOneLine(new RuntimeException(new SocketException("Permission denied"))))
                .hasValueSatisfying(line -> assertThat(line).contains("below 1024"));
        assertThat(StartFailures.inOneLine(new BindException("Cannot assign requested address")))
                .hasValueSatisfying(line -> assertThat(line).contains("bindHost"));
    }

    @Test
    void explainsDatabaseFailures() {
        assertThat(StartFailures.inOneLine(new RuntimeException(new SQLException("Connection refused", "08001"))))
                .hasValue("The database cannot be reached: Connection refused");
        assertThat(StartFailures.inOneLine(new RuntimeException(new SQLException("no such user", "28P01"))))
                .hasValue("The database does not let the service in: no such user");
        assertThat(StartFailures.inOneLine(new RuntimeException(new SQLException("canceling statement", "55P03"))))
                .hasValueSatisfying(line -> assertThat(line).startsWith("The schema cannot be changed, because"));
        assertThat(StartFailures.inOneLine(new RuntimeException(new SQLException("wrong statement", "42601"))))
                .isEmpty();
    }

    @Test
    void leavesOtherFailuresUnchanged() {
        assertThat(StartFailures.inOneLine(new IllegalStateException("a defect")))
                .isEmpty();
    }
}
