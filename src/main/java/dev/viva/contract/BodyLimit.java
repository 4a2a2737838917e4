package dev.viva.contract;

import com.google.common.base.Throwables;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeoutException;

/**
 * Refuses bodies over the limit, whether they say their length or not, before anything is kept of them. What a refused
 * request still sends is read and thrown away: a connection that is closed on a client that is sending is reset, and the
 * refusal may be lost with it. Where that is too much, the reply says that the connection ends, so that no client sends its
 * next request into nothing.
 */
public final class BodyLimit implements ContainerRequestFilter, ContainerResponseFilter {
    /** Room for the contract's largest body, an SDP offer of 64 KiB or a line of 20,000 escaped characters. */
    public static final int MAX_BYTES = 128 * 1024;

    /** What is thrown away of a refused request at the most. */
    private static final int MOST_THROWN_AWAY = 1024 * 1024;

    private static final String READ = BodyLimit.class.getName() + ".read";
    private static final String BODY = BodyLimit.class.getName() + ".body";
    private static final String BROKEN = BodyLimit.class.getName() + ".broken";

    @Override
    public void filter(ContainerRequestContext request) {
        request.setProperty(BODY, request.getEntityStream());
        if (request.getLength() > MAX_BYTES) {
            throw tooLarge();
        }
        // Whatever the headers say: those of a compressed body are taken away by what unpacks it.
        request.setEntityStream(new Bounded(request));
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() >= 400
                && announcesBody(request)
                && request.getProperty(READ) == null
                && !throwAway(request)) {
            response.getHeaders().putSingle("Connection", "close");
        }
    }

    /** By its headers: looking into the stream would wait for a body that may never come. */
    private static boolean announcesBody(ContainerRequestContext request) {
        return request.getLength() > 0 || request.getHeaderString("Transfer-Encoding") != null;
    }

    /** Reads the rest; false when it is too much, or does not come. */
    private static boolean throwAway(ContainerRequestContext request) {
        if (request.getProperty(BROKEN) != null) {
            return false; // to wait for it once more is of no use
        }
        if (request.getHeaderString("Expect") != null || request.getLength() > MOST_THROWN_AWAY) {
            return false; // the client waits for the answer with its body, or should not go on with it
        }
        InputStream body = request.getProperty(BODY) instanceof InputStream kept ? kept : request.getEntityStream();
        try {
            body.skipNBytes(MOST_THROWN_AWAY);
            return false;
        } catch (EOFException whole) {
            return true;
        } catch (IOException | RuntimeException cut) {
            return false;
        }
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
