package dev.viva.http;

import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that goes in the middle of a reply, or does not read it, is no failure of the service: the framework would
 * write a stack trace of a hundred lines for each, and anybody could fill the log with them.
 */
final class GoneClients implements WriterInterceptor {
    private static final Logger log = LoggerFactory.getLogger(GoneClients.class);

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        var out = new Watched(context.getOutputStream());
        context.setOutputStream(out);
        try {
            context.proceed();
        } catch (IOException failure) {
            if (!out.gone) {
                throw failure;
            }
            log.debug("connections: a client did not take its reply: {}", failure.getMessage());
        }
    }

    private static final class Watched extends FilterOutputStream {
        private boolean gone;

        private Watched(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            watch(() -> out.write(one));
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            watch(() -> out.write(bytes, from, length));
        }

        @Override
        public void flush() throws IOException {
            watch(out::flush);
        }

        private void watch(Step step) throws IOException {
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
