package dev.viva.soak.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The stand-in for the provider, and its faults. */
public final class Provider {
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI service;
    private final String key;

    Provider(URI service, String key) {
        this.service = service;
        this.key = key;
    }

    URI base() {
        return service.resolve("/simulator");
    }

    /** @param faults the members of {@code simulator.faults}, as JSON */
    public void fail(String faults) {
        control("PUT", BodyPublishers.ofString(faults));
    }

    public void recover() {
        control("DELETE", BodyPublishers.noBody());
    }

    private void control(String method, BodyPublisher body) {
        var request = HttpRequest.newBuilder(service.resolve("/simulator/control/faults"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(method, body);
        try {
            var reply = client.send(request.build(), BodyHandlers.ofString());
            if (reply.statusCode() >= 300) {
                throw new IllegalStateException("the simulator refused faults: " + reply.statusCode() + reply.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
