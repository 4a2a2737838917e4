package dev.viva.openai;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;

/** Reads a reply's body up to a limit, so that a faulty provider cannot exhaust memory. */
final class BoundedReply implements Response.Listener {
    private final int limit;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final CompletableFuture<HttpReply> reply = new CompletableFuture<>();

    BoundedReply(int limit) {
        this.limit = limit;
    }

    /** The reply once it has come, whole or to the limit. */
    Future<HttpReply> whole() {
        return reply;
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
