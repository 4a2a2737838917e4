package dev.viva.http;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections whose client does not finish a request's headers in time. The connector's idle timeout does not
 * help: each byte restarts it. All connections are checked each second, which is cheap without slow clients.
 */
final class HeaderDeadline extends AbstractLifeCycle {
    private static final Logger log = LoggerFactory.getLogger(HeaderDeadline.class);
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** How long a refused connection stays open, so that the refusal arrives. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Server server;
    private final long timeoutNanos;
    private final Supplier<byte[]> refusal;
    private Map<HttpConnection, Progress> previous = new HashMap<>(); // only used by the checking task
    private volatile Scheduler.@Nullable Task next;

    /** @param refusal the complete reply to a slow client, head and body */
    HeaderDeadline(Server server, long timeoutNanos, Supplier<byte[]> refusal) {
        this.server = server;
        this.timeoutNanos = timeoutNanos;
        this.refusal = refusal;
    }

    /**
     * The progress of a connection.
     *
     * @param requests the requests received so far
     * @param bytes the bytes received so far
     * @param begin when the current headers began; null before their first byte
     */
    private record Progress(
            long requests, long bytes, @Nullable Long begin) {}

    @Override
    protected void doStart() {
        schedule();
    }

    @Override
    protected void doStop() {
        Scheduler.Task task = next;
        if (task != null) {
            task.cancel();
        }
    }

    private void schedule() {
        next = server.getScheduler().schedule(this::checkAll, INTERVAL_NANOS, TimeUnit.NANOSECONDS);
    }

    private void checkAll() {
        try {
            var now = new HashMap<HttpConnection, Progress>();
            for (Connector connector : server.getConnectors()) {
                for (EndPoint endPoint : connector.getConnectedEndPoints()) {
                    HttpConnection http = http(endPoint.getConnection());
                    if (http != null && http.getParser().inHeaderState()) {
                        check(http, endPoint, now);
                    }
                }
            }
            previous = now;
        } catch (RuntimeException e) {
            log.error("connections: check for slow headers failed", e);
        } finally {
            if (isRunning() || isStarting()) {
                schedule();
            }
        }
    }

    private void check(HttpConnection http, EndPoint endPoint, Map<HttpConnection, Progress> now) {
        Progress last = previous.get(http);
        if (last == null || last.requests != http.getMessagesIn()) {
            last = new Progress(http.getMessagesIn(), http.getMessagesIn() == 0 ? 0 : http.getBytesIn(), null);
        }
        long bytes = http.getBytesIn();
        Long begin = last.begin;
        if (begin == null && begun(http, last.bytes, bytes)) {
            begin = System.nanoTime();
        }
        now.put(http, new Progress(last.requests, bytes, begin));
        if (begin != null && System.nanoTime() - begin >= timeoutNanos) {
            refuse(http, endPoint);
        }
    }

    /**
     * Whether a request's head has begun, with a character or with empty lines before it. On a TLS connection without a
     * request so far, the handshake counts too.
     */
    private static boolean begun(HttpConnection http, long bytesBefore, long bytes) {
        boolean handshake = http.getMessagesIn() == 0 && http.getEndPoint() instanceof SslConnection.SslEndPoint;
        return handshake || bytes > bytesBefore || !http.getParser().isState(HttpParser.State.START);
    }

    private void refuse(HttpConnection http, EndPoint endPoint) {
        EndPoint client = http.getEndPoint();
        client.setConnection(new RefusedConnection(http)); // first: from now on, nothing that arrives begins a request
        client.write(Callback.from(client::shutdownOutput, endPoint::close), ByteBuffer.wrap(refusal.get()));
        server.getScheduler().schedule(endPoint::close, LINGER_NANOS, TimeUnit.NANOSECONDS);
    }

    private static @Nullable HttpConnection http(@Nullable Connection connection) {
        Connection inner =
                connection instanceof SslConnection tls ? tls.getSslEndPoint().getConnection() : connection;
        return inner instanceof HttpConnection http ? http : null;
    }

    /**
     * Takes the place of a connection that was refused, and reads nothing. What the client still sends stays unread:
     * Jetty would close the connection over it, and the refusal could be lost. Jetty leaves a connection that was
     * replaced alone.
     */
    private static final class RefusedConnection extends AbstractConnection {
        private final HttpConnection refused;

        RefusedConnection(HttpConnection refused) {
            super(refused.getEndPoint(), refused.getConnector().getExecutor());
            this.refused = refused;
        }

        @Override
        public void onFillable() {
            // It never asked for input.
        }

        /** Tells the refused connection, which is counted until then. */
        @Override
        public void onClose(Throwable cause) {
            super.onClose(cause);
            refused.onClose(cause);
        }
    }
}
