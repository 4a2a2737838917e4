package dev.viva.ops;

import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.testing.ConfigOverride;
import io.dropwizard.testing.DropwizardTestSupport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** {@link OpsApplication} on free ports, and a client for it. */
public final class OpsServer implements BeforeAllCallback, AfterAllCallback {
    private final DropwizardTestSupport<Configuration> server = new DropwizardTestSupport<>(
            OpsApplication.class,
            (String) null,
            ConfigOverride.config("server.applicationConnectors[0].port", "0"),
            ConfigOverride.config("server.adminConnectors[0].port", "0"));
    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        server.before();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        http.shutdownNow(); // so that the server does not wait for idle connections
        server.after();
    }

    Environment environment() {
        return server.getEnvironment();
    }

    public OpsApplication application() {
        return server.getApplication();
    }

    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", server.getLocalPort(), path, headers);
    }

    public HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        return send(method, server.getLocalPort(), path, headers);
    }

    /** Sends exactly these bytes and returns the reply. */
    public String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    HttpResponse<String> sendAdmin(String method, String path) throws IOException, InterruptedException {
        return send(method, server.getAdminPort(), path);
    }

    public HttpResponse<String> getAdmin(String path) throws IOException, InterruptedException {
        return send("GET", server.getAdminPort(), path);
    }

    private HttpResponse<String> send(String method, int port, String path, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    public static String header(HttpResponse<?> reply, String name) {
        return String.join(" | ", reply.headers().allValues(name));
    }
}
