package dev.viva.http;

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
 */
final class Disconnects implements WriterInterceptor {
    private static final Logger log = LoggerFactory.getLogger(Disconnects.class);

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        var out = new Observed(context.getOutputStream());
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
        private boolean gone;

        private Observed(OutputStream out) {
            super(out);
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
            observe(out::flush);
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
