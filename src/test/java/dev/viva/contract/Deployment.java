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
 * The service that the suite talks to, over HTTP alone: one in this process, or one that runs somewhere at {@code
 * -Dviva.contract.url=…}, whose limits must let the suite through. Thread-safe.
 */
final class Deployment implements AutoCloseable {
    static final String URL = "viva.contract.url";
    static final String FACULTY_KEY = "viva.contract.faculty_key";
    /** Whether the address is that of a validating proxy before the service. */
    static final String PROXIED = "viva.contract.proxied";

    private final Exercised exercised = new Exercised();
    private final TestClock clock = new TestClock();
    private final @Nullable VivaServer own;
    private final @Nullable Path data;
    private final URI url;
    private final String faculty;

    /** One in this process. */
    Deployment() {
        data = folder();
        own = VivaServer.start(data, clock, "simulator.key", "the-key-of-the-simulated-provider");
        url = own.url();
        faculty = Api.FACULTY;
    }

    /** @param faculty the faculty key of that deployment; blank when it is not known */
    Deployment(URI url, String faculty) {
        own = null;
        data = null;
        this.url = url;
        this.faculty = faculty;
        if (Boolean.getBoolean(PROXIED)) {
            requireAProxyThatValidates();
        }
    }

    /** It is silent about what holds, so a proxy that looked at nothing would go unseen: it is shown what does not hold. */
    private void requireAProxyThatValidates() {
        var seen = new ArrayList<Exchange>();
        Api asked = new Api(url, seen::add);
        asked.post("/api/v1/sessions", null, "{}");
        // Refused by HTTP itself, with a status that no operation lists.
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

    /** A client of another service that stands for this one while something is wrong with it. */
    Api api(URI other) {
        return new Api(other, exercised::hold);
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

    /** The faculty key, blank when it is not known. */
    String knownFaculty() {
        return faculty;
    }

    /** Where the service keeps its database, when it is in this process. */
    Optional<Path> data() {
        return Optional.ofNullable(data);
    }

    /** The service's own time; a test that needs it is left out elsewhere. */
    TestClock clock() {
        inThisProcess("its clock is moved");
        return clock;
    }

    /** Leaves the test out where a proxy is between. */
    void withoutProxy(String reason) {
        Assumptions.assumeFalse(Boolean.getBoolean(PROXIED), "not through a proxy: " + reason);
    }

    /** Leaves the test out where the service is not in this process. */
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
