package dev.viva.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import dev.viva.doctor.Diagnosis.Grade;
import dev.viva.testing.Certificate;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.jetty.HttpsConnectorFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults planted in the service's folder and ports. */
@DisabledOnOs(OS.WINDOWS)
class MachineFaultsTest {
    @TempDir
    Path folder;

    private @Nullable Certificate certificate;

    @BeforeEach
    void ownerOnly() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    // The folder

    @Test
    void aFolderOfItsOwnIsWell() {
        assertThat(Report.of(new DataDirectoryProbe(folder, 1)))
                .singleElement()
                .satisfies(found -> is(Grade.OK, found, "takes files"));
        assertThat(Report.of(new DataDirectoryProbe(folder.resolve("new"), 1)))
                .singleElement()
                .satisfies(found -> is(Grade.OK, found, "will be created"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void findsAFileInTheWayOfTheFolder() throws Exception {
        Path file = Files.createFile(folder.resolve("data"));
        assertThat(Report.of(new DataDirectoryProbe(file, 1)))
                .singleElement()
                .satisfies(found -> is(Grade.FAIL, found, "is no folder"));
        assertThat(Report.of(new DataDirectoryProbe(file.resolve("data"), 1)))
                .singleElement()
                .satisfies(found -> is(Grade.FAIL, found, "cannot be created"));
    }

    @Test
    void findsAFolderThatOthersCanRead() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(Report.of(new DataDirectoryProbe(folder, 1)))
                .anySatisfy(found -> is(Grade.FAIL, found, "other users", "chmod 700"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rwxrwsr-x | OK   | belongs to root, and viva writes to it by its group
            rwxrws--- | OK   | belongs to root, and viva writes to it by its group
            rwxrwxrwx | FAIL | As root, run: chmod o-w
            rwxr-xr-x | FAIL | chmod 700
            """)
    void judgesAVolumeOfAnotherOwner(String rights, Grade grade, String words) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(rights.replace('s', 'x')));
        var mounted = new DataDirectoryProbe(folder, 1, path -> path.equals(folder) ? "root" : "viva");

        assertThat(Report.of(mounted))
                .filteredOn(found -> found.about().equals("data_dir"))
                .singleElement()
                .satisfies(found -> is(grade, found, words));
    }

    @Test
    void findsAGrantKeyInAVolumeThatItsGroupCanRead() throws Exception {
        Path key = Files.createFile(folder.resolve("grant.key"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-rw----"));

        assertThat(Report.of(new DataDirectoryProbe(folder, 1, path -> path.equals(folder) ? "root" : "viva")))
                .anySatisfy(found -> is(Grade.FAIL, found, "chmod 600", "grant.key"));
    }

    @Test
    void findsAGrantKeyThatOthersCanRead() throws Exception {
        Path key = Files.createFile(folder.resolve("grant.key"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(Report.of(new DataDirectoryProbe(folder, 1)))
                .anySatisfy(found -> is(Grade.FAIL, found, "other users", "chmod 600", "grant.key"));
    }

    @Test
    void findsADiskThatIsNearlyFull() {
        assertThat(Report.of(new DataDirectoryProbe(folder, Long.MAX_VALUE)))
                .anySatisfy(found -> is(Grade.FAIL, found, "too little"));
    }

    // Ports

    @Test
    void findsAPortThatAnotherProgramUses() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Report.of(new PortsProbe(server(connector(new HttpConnectorFactory(), taken.getLocalPort())))))
                    .anySatisfy(found -> {
                        assertThat(found.about()).isEqualTo("port " + taken.getLocalPort());
                        is(Grade.FAIL, found, "cannot be opened", "VIVA_PORT");
                    });
        }
        assertThat(Report.of(new PortsProbe(server(connector(new HttpConnectorFactory(), 0)))))
                .allSatisfy(found -> is(Grade.OK, found, "is free"));
    }

    @Test
    void findsARunningVivaBehindItsOwnTls() throws Exception {
        try (var viva = listening(tls(0))) {
            assertThat(ports(tls(viva.port()))).satisfies(found -> is(Grade.OK, found, "is used by a running Viva"));
        }
    }

    @Test
    void cannotTellWhoUsesAPortThatAsksForACertificate() throws Exception {
        HttpsConnectorFactory closed = tls(0);
        closed.setNeedClientAuth(true);
        try (var viva = listening(closed)) {
            closed.setPort(viva.port());
            assertThat(ports(closed)).satisfies(found -> is(Grade.WARN, found, "only known clients", "VIVA_PORT"));
        }
    }

    @Test
    void findsAnotherProgramOnThePortForTls() throws Exception {
        try (var plain = listening(connector(new HttpConnectorFactory(), 0))) {
            assertThat(ports(tls(plain.port()))).satisfies(found -> is(Grade.FAIL, found, "cannot be opened"));
        }
    }

    private static Diagnosis ports(HttpConnectorFactory connector) {
        return Report.of(new PortsProbe(server(connector))).getFirst();
    }

    private HttpsConnectorFactory tls(int port) throws Exception {
        if (certificate == null) {
            certificate = Certificate.of(folder, "127.0.0.1");
        }
        var connector = connector(new HttpsConnectorFactory(), port);
        connector.setKeyStorePath(certificate.store().toString());
        connector.setKeyStorePassword("of-a-test");
        return connector;
    }

    /** What answers as Viva does there, by the same server. */
    private static Listening listening(HttpConnectorFactory connector) throws Exception {
        var server = new Server();
        server.addConnector(connector.build(server, new MetricRegistry(), "test", null));
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.getHeaders().put("X-Request-Id", "1");
                callback.succeeded();
                return true;
            }
        });
        server.start();
        return new Listening(server);
    }

    private record Listening(Server server) implements AutoCloseable {
        int port() {
            return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        }

        @Override
        public void close() throws Exception {
            server.stop();
        }
    }

    private static DefaultServerFactory server(HttpConnectorFactory application) {
        var server = new DefaultServerFactory();
        server.setApplicationConnectors(List.of(application));
        server.setAdminConnectors(List.of(connector(new HttpConnectorFactory(), 0)));
        return server;
    }

    private static <C extends HttpConnectorFactory> C connector(C connector, int port) {
        connector.setBindHost("127.0.0.1");
        connector.setPort(port);
        return connector;
    }

    private static void is(Grade grade, Diagnosis found, String... words) {
        assertThat(found.grade()).as(found.toString()).isEqualTo(grade);
        assertThat(found.sentence()).contains(words);
    }
}
