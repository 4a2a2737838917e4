package dev.viva.contract;

import com.google.common.base.Throwables;
import com.google.common.primitives.Longs;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/**
 * Refuses bodies over the limit, whether they say their length or not, before anything is kept of them. What a refused
 * request still sends is read for a while after the reply. Where that is of no use, the reply says that the connection
 * ends, so that no client sends its next request into nothing.
 */
public final class BodyLimit implements ContainerRequestFilter, ContainerResponseFilter {
    /** Room for the contract's largest body, an SDP offer of 64 KiB or a line of 20,000 escaped characters. */
    public static final int MAX_BYTES = 128 * 1024;

    /** What is read and thrown away of a refused request at the most; a greater one may end with its connection. */
    public static final long MAX_DRAINED_BYTES = 1024 * 1024;

    private static final String READ = BodyLimit.class.getName() + ".read";
    private static final String BROKEN = BodyLimit.class.getName() + ".broken";

    @Override
    public void filter(ContainerRequestContext request) {
        if (length(request) > MAX_BYTES) {
            throw tooLarge();
        }
        // Whatever the headers say: those of a compressed body are taken away by what unpacks it.
        request.setEntityStream(new Bounded(request));
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        boolean rest = response.getStatus() >= 400 && announcesBody(request) && request.getProperty(READ) == null;
        if (rest && isNotDrained(request)) {
            response.getHeaders().putSingle("Connection", "close");
        }
    }

    /** By its headers: looking into the stream would wait for a body that may never come. */
    private static boolean announcesBody(ContainerRequestContext request) {
        return length(request) > 0 || request.getHeaderString("Transfer-Encoding") != null;
    }

    /** Whether the rest of the body is broken, too long, or held back by a client that waits for the answer first. */
    private static boolean isNotDrained(ContainerRequestContext request) {
        return request.getProperty(BROKEN) != null
                || request.getHeaderString("Expect") != null
                || length(request) > MAX_DRAINED_BYTES;
    }

    /** What the header says. The framework's own reader knows lengths up to 2 GiB and fails on a greater one. */
    private static long length(ContainerRequestContext request) {
        String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        return length == null ? -1 : Objects.requireNonNullElse(Longs.tryParse(length.strip()), Long.MAX_VALUE);
    }

    private static ProblemException tooLarge() {
        return new ProblemException(
                Failure.BODY_TOO_LARGE, "The body is over " + MAX_BYTES + " bytes. Send less at once.");
    }

    private static final class Bounded extends FilterInputStream {
        private final ContainerRequestContext request;
        private long left = MAX_BYTES;

        private Bounded(ContainerRequestContext request) {
            super(request.getEntityStream());
            this.request = request;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int many;
            try {
                many = super.read(into, offset, length);
            } catch (IOException | RuntimeException broken) {
                throw unreadable(broken);
            }
            count(many);
            return many;
        }

        @Override
        public int available() {
            try {
                return super.available();
            } catch (IOException | RuntimeException broken) {
                throw unreadable(broken);
            }
        }

        /** What comes in between is the client's: a body that was cut, chunks that are none, a wrong compression. */
        private ProblemException unreadable(Exception broken) {
            request.setProperty(BROKEN, true);
            boolean late = Throwables.getCausalChain(broken).stream().anyMatch(TimeoutException.class::isInstance);
            return new ProblemException(late ? Failure.REQUEST_TIMEOUT : Failure.MALFORMED_BODY);
        }

        private void count(int bytes) {
            if (bytes < 0) {
                request.setProperty(READ, true);
                return;
            }
            left -= bytes;
            if (left < 0) {
                throw tooLarge();
            }
        }
    }
}
