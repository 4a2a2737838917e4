package dev.viva.fault;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.regex.Pattern;

/** Arms the stop that a request names in its headers, and blocks at stops around the request itself. */
final class StopFilter implements Filter {
    static final String NAME = "X-Stop-Name";
    static final String PLACE = "X-Stop-At";
    private static final Pattern SESSION = Pattern.compile(".*/sessions/(ses_[^/]+).*");

    private final Stops stops;

    StopFilter(Stops stops) {
        this.stops = stops;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var http = (HttpServletRequest) request;
        String name = http.getHeader(NAME);
        String place = http.getHeader(PLACE);
        if (name == null || place == null) {
            chain.doFilter(request, response);
            return;
        }
        var session = SESSION.matcher(http.getRequestURI());
        switch (place) {
            case "request" -> stops.stopHere(name);
            case "before the answer", "half the answer" ->
                chain.doFilter(request, new Half((HttpServletResponse) response, name, place.startsWith("half")));
            case "after the answer" -> {
                chain.doFilter(request, response);
                response.flushBuffer();
                stops.stopHere(name);
            }
            default -> {
                stops.arm(name, place, session.matches() ? session.group(1) : "");
                chain.doFilter(request, response);
            }
        }
    }

    /** Blocks before the answer is written, or halfway through it. */
    private final class Half extends HttpServletResponseWrapper {
        private final String name;
        private final boolean half;

        private Half(HttpServletResponse response, String name, boolean half) {
            super(response);
            this.name = name;
            this.half = half;
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            var real = super.getOutputStream();
            return new ServletOutputStream() {
                @Override
                public boolean isReady() {
                    return real.isReady();
                }

                @Override
                public void setWriteListener(WriteListener listener) {
                    real.setWriteListener(listener);
                }

                @Override
                public void write(int b) throws IOException {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    if (half) {
                        real.write(bytes, offset, length / 2);
                        real.flush();
                    }
                    stops.stopHere(name);
                }
            };
        }
    }
}
