package dev.viva.http;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles clients that disconnect during a reply or do not read it. That is no failure of the service. The framework
 * would log a long stack trace for each, so any client could fill the log.
 *
 * <p>Only a stream is flushed. The framework flushes every reply before its end, so that the container, which sets
 * {@code Content-Length} on a reply that ends in its buffer, would have to send chunks, in two writes.
 */
final class Disconnects implements WriterInterceptor {
    private static final Logger log = LoggerFactory.getLogger(Disconnects.class);

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        boolean stream = MediaType.SERVER_SENT_EVENTS_TYPE.isCompatible(context.getMediaType());
        var out = new Observed(context.getOutputStream(), stream);
        context.setOutputStream(out);
        try {
            context.proceed();
        } catch (IOException failure) {
            if (!out.gone) {
                throw failure;
            }
            log.debug("connections: client disconnected before the end of its reply: {}", failure.getMessage());
        }
    }

    private static final class Observed extends FilterOutputStream {
        private final boolean stream;
        private boolean gone;

        private Observed(OutputStream out, boolean stream) {
            super(out);
            this.stream = stream;
        }

        @Override
        public void write(int one) throws IOException {
            observe(() -> out.write(one));
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            observe(() -> out.write(bytes, from, length));
        }

        @Override
        public void flush() throws IOException {
            if (stream) {
                observe(out::flush);
            }
        }

        private void observe(Step step) throws IOException {
            try {
                step.run();
            } catch (IOException failure) {
                gone = true;
                throw failure;
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }
}
