package dev.viva.contract;

import com.google.common.base.Throwables;
import com.google.common.primitives.Longs;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
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
 * Refuses bodies that are larger than the limit, with or without a {@code Content-Length}, before they are stored. The
 * rest of a refused body is read for a short time after the reply. Where that cannot help, the reply closes the
 * connection, so that no client sends its next request on it.
 */
public final class BodyLimit implements ContainerRequestFilter, ContainerResponseFilter {
    /** Enough for the contract's largest bodies: an SDP offer of 64 KiB, a line of 20,000 escaped characters. */
    public static final int MAX_BYTES = 128 * 1024;

    /** At most this much of a refused body is read and discarded. For a larger one, the connection may be closed. */
    public static final long MAX_DRAINED_BYTES = 1024 * 1024;

    private static final String READ = BodyLimit.class.getName() + ".read";
    private static final String BROKEN = BodyLimit.class.getName() + ".broken";

    @Override
    public void filter(ContainerRequestContext request) {
        if (length(request) > MAX_BYTES) {
            throw tooLarge();
        }
        // Count whatever the headers say: decompression removes those of a compressed body.
        request.setEntityStream(new Bounded(request));
    }

    /**
     * Reads a body whose length is known and within the limit, before the framework handles its request.
     *
     * @throws ProblemException {@code malformed_body}, {@code request_timeout}
     */
    public static byte[] read(HttpServletRequest request) {
        try {
            byte[] body = request.getInputStream().readAllBytes();
            request.setAttribute(READ, true);
            return body;
        } catch (IOException | RuntimeException broken) {
            request.setAttribute(BROKEN, true);
            throw unreadable(broken);
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        boolean rest = response.getStatus() >= 400 && announcesBody(request) && request.getProperty(READ) == null;
        if (rest && isNotDrained(request)) {
            response.getHeaders().putSingle("Connection", "close");
        }
    }

    /** Uses the headers only: reading the stream would wait for a body that may never arrive. */
    private static boolean announcesBody(ContainerRequestContext request) {
        return length(request) > 0 || request.getHeaderString("Transfer-Encoding") != null;
    }

    /**
     * Whether the rest of the body is broken or too long, or the client waits for {@code 100 Continue} before sending.
     */
    private static boolean isNotDrained(ContainerRequestContext request) {
        return request.getProperty(BROKEN) != null
                || request.getHeaderString("Expect") != null
                || length(request) > MAX_DRAINED_BYTES;
    }

    /** Parses the header itself: the framework's parser fails on lengths of 2 GiB and more. */
    private static long length(ContainerRequestContext request) {
        String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        return length == null ? -1 : Objects.requireNonNullElse(Longs.tryParse(length.strip()), Long.MAX_VALUE);
    }

    /** The client caused this: a truncated body, invalid chunks or invalid compression. */
    private static ProblemException unreadable(Exception broken) {
        boolean timedOut = Throwables.getCausalChain(broken).stream().anyMatch(TimeoutException.class::isInstance);
        return new ProblemException(timedOut ? Failure.REQUEST_TIMEOUT : Failure.MALFORMED_BODY);
    }

    private static ProblemException tooLarge() {
        return new ProblemException(
                Failure.BODY_TOO_LARGE, "The body is larger than " + MAX_BYTES + " bytes. Send less at once.");
    }

    private static final class Bounded extends FilterInputStream {
        private final ContainerRequestContext request;
        private long remaining = MAX_BYTES;

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
            int count;
            try {
                count = super.read(into, offset, length);
            } catch (IOException | RuntimeException failure) {
                throw broken(failure);
            }
            countBytes(count);
            return count;
        }

        @Override
        public int available() {
            try {
                return super.available();
            } catch (IOException | RuntimeException failure) {
                throw broken(failure);
            }
        }

        private ProblemException broken(Exception cause) {
            request.setProperty(BROKEN, true);
            return unreadable(cause);
        }

        private void countBytes(int bytes) {
            if (bytes < 0) {
                request.setProperty(READ, true);
                return;
            }
            remaining -= bytes;
            if (remaining < 0) {
                throw tooLarge();
            }
        }
    }
}
