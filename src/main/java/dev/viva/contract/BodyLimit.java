package dev.viva.contract;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.io.FilterInputStream;
import java.io.IOException;

/**
 * Refuses bodies over the limit, whether they say their length or not, before anything is kept of them. Where a request
 * is refused before its body was read, the reply says that the connection ends: the container closes it then, and a
 * client that was not told would send its next request into nothing.
 */
public final class BodyLimit implements ContainerRequestFilter, ContainerResponseFilter {
    /** Room for the contract's largest body, an SDP offer of 64 KiB or a line of 20,000 escaped characters. */
    public static final int MAX_BYTES = 128 * 1024;

    private static final String READ = BodyLimit.class.getName() + ".read";

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getLength() > MAX_BYTES) {
            throw tooLarge();
        }
        if (request.hasEntity()) {
            request.setEntityStream(new Bounded(request));
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() >= 400 && announcesBody(request) && request.getProperty(READ) == null) {
            response.getHeaders().putSingle("Connection", "close");
        }
    }

    /** By its headers: looking into the stream would wait for a body that may never come. */
    private static boolean announcesBody(ContainerRequestContext request) {
        return request.getLength() > 0 || request.getHeaderString("Transfer-Encoding") != null;
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
        public int read() throws IOException {
            int one = super.read();
            count(one < 0 ? one : 1);
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int many = super.read(into, offset, length);
            count(many);
            return many;
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
