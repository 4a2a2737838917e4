package dev.viva.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.problem.Secret;
import dev.viva.testing.FakeUpstream;
import dev.viva.testing.FakeUpstream.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A network may let requests out by a proxy alone. */
class JvmProxiesTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final URI PROVIDER = URI.create("http://provider.invalid");
    private static final Secret KEY = new Secret("sk-1");

    private final ProxySelector before = ProxySelector.getDefault();

    @AfterEach
    void restore() {
        ProxySelector.setDefault(before);
    }

    @Test
    void requestsGoByTheProxyOfTheirAddress() throws Exception {
        try (var proxy = new FakeUpstream(Answer.of(200, "{}"));
                var direct = new FakeUpstream(Answer.of(201, "{}"))) {
            ProxySelector.setDefault(new Proxies(proxy.address()));
            try (var provider = new ProviderHttp(() -> PROVIDER, KEY, LONG);
                    var own = new ProviderHttp(direct::address, KEY, LONG)) {
                assertThat(provider.send(() -> provider.get("/v1/models"), LONG).status())
                        .isEqualTo(200);
                assertThat(own.send(() -> own.get("/v1/models"), LONG).status()).isEqualTo(201);
            }
            assertThat(proxy.seen()).extracting(FakeUpstream.Seen::path).containsExactly("/v1/models");
        }
    }

    @Test
    void sidebandsGoThroughATunnel() throws Exception {
        try (var proxy = new FakeSideband(403)) {
            ProxySelector.setDefault(new Proxies(proxy.address()));
            try (var sockets = new ProviderSockets(() -> PROVIDER, KEY, LONG)) {
                var refused = sockets.open(
                        "/v1/realtime", Map.of(), LONG, new SidebandSocket(256, new LongAdder(), new FunctionCalls()));

                assertThat(refused).failsWithin(LONG);
                assertThat(proxy.handshakes).singleElement().asString().startsWith("CONNECT provider.invalid:80 ");
            }
        }
    }

    /** One proxy for everything but this machine, as {@code http.proxyHost} says by default. */
    private static final class Proxies extends ProxySelector {
        private final Proxy proxy;

        private Proxies(URI address) {
            proxy = new Proxy(Proxy.Type.HTTP, new InetSocketAddress(address.getHost(), address.getPort()));
        }

        @Override
        public List<Proxy> select(URI uri) {
            return List.of("127.0.0.1".equals(uri.getHost()) ? Proxy.NO_PROXY : proxy);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            throw new AssertionError("the proxy is there", failure);
        }
    }
}
