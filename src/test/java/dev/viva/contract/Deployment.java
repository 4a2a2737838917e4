package dev.viva.contract;

import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import dev.viva.wire.Exchange;
import dev.viva.wire.Exercised;
import dev.viva.wire.ProxyFindings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The service under test, used only over HTTP: one in this process, or a remote one at {@code -Dviva.contract.url=…},
 * whose limits must allow the suite. Thread-safe.
 */
final class Deployment implements AutoCloseable {
    static final String URL = "viva.contract.url";
    static final String FACULTY_KEY = "viva.contract.faculty_key";
    /** Whether the address is a validating proxy before the service. */
    static final String PROXIED = "viva.contract.proxied";

    private final Exercised exercised = new Exercised();
    private final TestClock clock = new TestClock();
    private final @Nullable VivaServer own;
    private final @Nullable Path data;
    private final URI url;
    private final String faculty;

    /** Starts one in this process. */
    Deployment() {
        data = folder();
        own = VivaServer.start(data, clock, "simulator.key", "the-key-of-the-simulated-provider");
        url = own.url();
        faculty = Api.FACULTY;
    }

    /** @param faculty the faculty key of that deployment; blank if unknown */
    Deployment(URI url, String faculty) {
        own = null;
        data = null;
        this.url = url;
        this.faculty = faculty;
        if (Boolean.getBoolean(PROXIED)) {
            requireAProxyThatValidates();
        }
    }

    /** The proxy is silent about valid exchanges; an invalid one proves that it validates at all. */
    private void requireAProxyThatValidates() {
        var seen = new ArrayList<Exchange>();
        Api asked = new Api(url, seen::add);
        asked.post("/api/v1/sessions", null, "{}");
        // Refused by HTTP itself, with a status that no operation declares.
        asked.send("GET", "/api/v1/voices", null, null, Map.of("X-Long", "x".repeat(9_000)));
        if (ProxyFindings.inRequest(seen.get(0)).isEmpty()
                || ProxyFindings.inReply(seen.get(1)).isEmpty()) {
            throw new AssertionError("the proxy at " + url + " validates nothing: it has nothing to say of " + seen);
        }
    }

    static Path folder() {
        try {
            return Files.createTempDirectory("viva-contract");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    URI url() {
        return url;
    }

    Api api() {
        return api(url);
    }

    /** A client of another service that replaces this one while it has a fault. */
    Api api(URI other) {
        return new Api(other, exercised::add);
    }

    Exercised exercised() {
        return exercised;
    }

    boolean remote() {
        return own == null;
    }

    String faculty() {
        Assumptions.assumeFalse(faculty.isBlank(), "needs -D" + FACULTY_KEY);
        return faculty;
    }

    /** The faculty key; blank if unknown. */
    String knownFaculty() {
        return faculty;
    }

    /** The service's database, if it runs in this process. */
    Optional<Path> data() {
        return Optional.ofNullable(data);
    }

    /** The service's clock; tests that need it are skipped for a remote service. */
    TestClock clock() {
        inThisProcess("its clock is moved");
        return clock;
    }

    /** Skips the test behind a proxy. */
    void withoutProxy(String reason) {
        Assumptions.assumeFalse(Boolean.getBoolean(PROXIED), "not through a proxy: " + reason);
    }

    /** Skips the test for a remote service. */
    VivaServer inThisProcess(String reason) {
        Assumptions.assumeTrue(own != null, "only in this process: " + reason);
        if (own == null) {
            throw new IllegalStateException();
        }
        return own;
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
