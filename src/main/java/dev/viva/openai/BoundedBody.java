package dev.viva.openai;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Reads a reply's body up to a limit, so that a faulty provider cannot exhaust memory. */
final class BoundedBody implements HttpResponse.BodySubscriber<BoundedBody.Content> {

    /**
     * A body; do not compare it.
     *
     * @param bytes the body, or its beginning
     * @param truncated whether there was more
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Content(byte[] bytes, boolean truncated) {}

    private final int limit;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final CompletableFuture<Content> content = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    BoundedBody(int limit) {
        this.limit = limit;
    }

    @Override
    public CompletionStage<Content> getBody() {
        return content;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] piece = new byte[Math.min(buffer.remaining(), limit - read.size())];
            buffer.get(piece);
            read.writeBytes(piece);
            if (buffer.hasRemaining()) {
                stop();
                return;
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        content.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        content.complete(new Content(read.toByteArray(), false));
    }

    private void stop() {
        content.complete(new Content(read.toByteArray(), true));
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
