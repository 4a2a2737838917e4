package dev.viva.simulator.media;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Waits for the library's steps of offer and answer, each with a deadline. */
final class Negotiation {
    private static final Duration STEP = Duration.ofSeconds(5);

    /** A step that did not succeed in time. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1;

        Failed(Throwable cause) {
            super(cause);
        }
    }

    private Negotiation() {}

    static void set(Consumer<SetSessionDescriptionObserver> step) throws Failed {
        CompletableFuture<Void> done = new CompletableFuture<>();
        start(step, done, new SetSessionDescriptionObserver() {
            @Override
            public void onSuccess() {
                done.complete(null);
            }

            @Override
            public void onFailure(String error) {
                refuse(done);
            }
        });
        await(done);
    }

    static RTCSessionDescription create(Consumer<CreateSessionDescriptionObserver> step) throws Failed {
        CompletableFuture<RTCSessionDescription> created = new CompletableFuture<>();
        start(step, created, new CreateSessionDescriptionObserver() {
            @Override
            public void onSuccess(RTCSessionDescription description) {
                created.complete(description);
            }

            @Override
            public void onFailure(String error) {
                refuse(created);
            }
        });
        return await(created);
    }

    private static <T> void start(Consumer<T> step, CompletableFuture<?> result, T observer) {
        try {
            step.accept(observer);
        } catch (Error e) {
            // The library throws a plain Error for a description that it cannot read; its message quotes the
            // description.
            if (e.getClass() != Error.class) {
                throw e;
            }
            refuse(result);
        }
    }

    private static void refuse(CompletableFuture<?> result) {
        result.completeExceptionally(new IOException("The library refused the description"));
    }

    static <T> T await(CompletableFuture<T> future) throws Failed {
        try {
            return future.get(STEP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new Failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failed(e);
        }
    }
}
