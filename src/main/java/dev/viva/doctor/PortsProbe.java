package dev.viva.doctor;

import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.server.ServerFactory;
import io.dropwizard.core.server.SimpleServerFactory;
import io.dropwizard.jetty.ConnectorFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.jetty.HttpsConnectorFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Whether each port is free, or taken by a running Viva. */
final class PortsProbe implements Probe {
    private static final int WAIT_MILLIS = 2_000;

    private final ServerFactory server;

    PortsProbe(ServerFactory server) {
        this.server = server;
    }

    @Override
    public String about() {
        return "ports";
    }

    @Override
    public List<Diagnosis> look() {
        return Stream.concat(
                        application().map(port -> look(port, "/health/live")), admin().map(port -> look(port, "/ping")))
                .toList();
    }

    private Stream<HttpConnectorFactory> application() {
        return http(
                switch (server) {
                    case DefaultServerFactory ports -> ports.getApplicationConnectors();
                    case SimpleServerFactory one -> List.of(one.getConnector());
                    default -> List.of();
                });
    }

    private Stream<HttpConnectorFactory> admin() {
        return http(server instanceof DefaultServerFactory ports ? ports.getAdminConnectors() : List.of());
    }

    private static Stream<HttpConnectorFactory> http(List<ConnectorFactory> connectors) {
        return connectors.stream()
                .filter(HttpConnectorFactory.class::isInstance)
                .map(HttpConnectorFactory.class::cast);
    }

    private static Diagnosis look(HttpConnectorFactory connector, String health) {
        String about = "port " + connector.getPort();
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address(connector.getBindHost()), connector.getPort()));
            return Diagnosis.ok(about, "is free.");
        } catch (IOException e) {
            return taken(connector, health, about, String.valueOf(e.getMessage()));
        }
    }

    private static Diagnosis taken(HttpConnectorFactory connector, String health, String about, String why) {
        if (isViva(connector, health)) {
            return Diagnosis.ok(about, "is used by a running Viva.");
        }
        String remedy = "top what uses it, or set another: VIVA_PORT or VIVA_ADMIN_PORT.";
        return admitsOnlyKnown(connector)
                ? Diagnosis.warn(
                        about,
                        "is used, and its connector lets only known clients or proxies ask by whom. Unless a Viva runs"
                                + " here, s" + remedy)
                : Diagnosis.fail(about, "cannot be opened: " + why + ". S" + remedy);
    }

    private static boolean admitsOnlyKnown(HttpConnectorFactory connector) {
        return connector.isUseProxyProtocol()
                || connector instanceof HttpsConnectorFactory tls && Boolean.TRUE.equals(tls.getNeedClientAuth());
    }

    private static @Nullable InetAddress address(@Nullable String host) throws IOException {
        return host == null ? null : InetAddress.getByName(host);
    }

    private static boolean isViva(HttpConnectorFactory connector, String health) {
        try (var socket = new Socket()) {
            InetAddress bound = address(connector.getBindHost());
            InetAddress here = bound == null || bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
            socket.connect(new InetSocketAddress(here, connector.getPort()), WAIT_MILLIS);
            socket.setSoTimeout(WAIT_MILLIS);
            if (connector instanceof HttpsConnectorFactory) {
                try (SSLSocket tls = AnyCertificate.over(socket)) {
                    return isViva(tls, AnyCertificate.nameOf(tls.getSession()), health);
                }
            }
            return isViva(socket, "localhost", health);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isViva(Socket socket, String host, String health) throws IOException {
        socket.getOutputStream()
                .write(("GET " + health + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        String answer = new String(socket.getInputStream().readNBytes(1024), StandardCharsets.ISO_8859_1);
        return answer.startsWith("HTTP/1.1 200")
                        && answer.toLowerCase(Locale.ROOT).contains("x-request-id")
                || answer.contains("pong");
    }
}
