package dev.viva.openai;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.jspecify.annotations.Nullable;

/** Reads a reply's body up to a limit, so that a faulty provider cannot exhaust memory. Thread-safe. */
final class BoundedReply implements Response.Listener {
    private static final byte[] NOTHING = {};

    private final int limit;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final CompletableFuture<HttpReply> reply = new CompletableFuture<>();
    private volatile @Nullable HttpReply head;

    BoundedReply(int limit) {
        this.limit = limit;
    }

    /** The reply once it has come, whole or to the limit. */
    Future<HttpReply> whole() {
        return reply;
    }

    /** The reply without its body, as soon as its status and headers have come; the rest may never come. */
    Optional<HttpReply> head() {
        return Optional.ofNullable(head);
    }

    @Override
    public void onHeaders(Response response) {
        head = new HttpReply(response.getStatus(), response.getHeaders(), NOTHING, true);
    }

    @Override
    public void onContent(Response response, ByteBuffer content) {
        byte[] piece = new byte[Math.min(content.remaining(), limit - read.size())];
        content.get(piece);
        read.writeBytes(piece);
        if (content.hasRemaining()) {
            reply.complete(of(response, true));
            response.abort(new IOException("The reply is too long"));
        }
    }

    @Override
    public void onComplete(Result result) {
        if (result.isFailed()) {
            reply.completeExceptionally(result.getFailure());
        } else {
            reply.complete(of(result.getResponse(), false));
        }
    }

    private HttpReply of(Response response, boolean truncated) {
        return new HttpReply(response.getStatus(), response.getHeaders(), read.toByteArray(), truncated);
    }
}
