package dev.viva.contract;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses bodies over the limit, whether they say their length or not, before anything is kept of them. */
public final class BodyLimit implements ContainerRequestFilter {
    /** Room for the contract's largest body, an SDP offer of 64 KiB or a line of 20,000 escaped characters. */
    public static final int MAX_BYTES = 128 * 1024;

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getLength() > MAX_BYTES) {
            throw tooLarge();
        }
        if (request.hasEntity()) {
            request.setEntityStream(new Bounded(request.getEntityStream()));
        }
    }

    private static ProblemException tooLarge() {
        return new ProblemException(
                Failure.BODY_TOO_LARGE, "The body is over " + MAX_BYTES + " bytes. Send less at once.");
    }

    private static final class Bounded extends FilterInputStream {
        private long left = MAX_BYTES;

        private Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int many = super.read(into, offset, length);
            count(Math.max(0, many));
            return many;
        }

        private void count(int bytes) {
            left -= bytes;
            if (left < 0) {
                throw tooLarge();
            }
        }
    }
}
