package dev.viva.openai;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.Origin;

/**
 * Lets Jetty's client use the proxies of the JVM ({@code https.proxyHost}, {@code http.nonProxyHosts} and so on, in
 * {@code JAVA_TOOL_OPTIONS}), as the JDK's own client does by itself.
 */
final class JvmProxies {
    private JvmProxies() {}

    /** @param tunnels whether the proxy must pass on bytes, as for WebSockets, and not requests */
    static void use(HttpClient http, boolean tunnels) {
        var selector = ProxySelector.getDefault();
        if (selector == null) {
            return;
        }
        for (String scheme : List.of("https", "http")) {
            for (Proxy proxy : selector.select(URI.create(scheme + "://provider.invalid"))) {
                if (proxy.type() == Proxy.Type.HTTP && proxy.address() instanceof InetSocketAddress address) {
                    var selected = new Selected(selector, proxy, scheme, address, tunnels);
                    http.getProxyConfiguration().addProxy(selected);
                }
            }
        }
    }

    /** A proxy for the addresses for which the JVM selects it. */
    private static final class Selected extends HttpProxy {
        private final ProxySelector selector;
        private final Proxy proxy;
        private final String scheme;
        private final boolean tunnels;

        private Selected(
                ProxySelector selector, Proxy proxy, String scheme, InetSocketAddress address, boolean tunnels) {
            super(address.getHostString(), address.getPort());
            this.selector = selector;
            this.proxy = proxy;
            this.scheme = scheme;
            this.tunnels = tunnels;
        }

        @Override
        public boolean matches(Origin origin) {
            // A WebSocket has the proxy of a request to the same address.
            String requested = origin.getScheme().replace("ws", "http");
            return scheme.equals(requested)
                    && selector.select(URI.create(
                                    requested + "://" + origin.getAddress().asString()))
                            .contains(proxy);
        }

        @Override
        public boolean requiresTunnel(Origin origin) {
            return tunnels || super.requiresTunnel(origin);
        }
    }
}
