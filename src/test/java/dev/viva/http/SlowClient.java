package dev.viva.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A client that sends or reads one byte at a time, often enough never to be idle. */
final class SlowClient implements AutoCloseable {
    private static final int INTERVAL_MILLIS = 300;

    private final Socket socket = new Socket();
    private final StringBuilder received = new StringBuilder();
    private final String begin;

    /** @param begin the bytes that are sent immediately */
    SlowClient(URI url, String begin) throws IOException {
        this.begin = begin;
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(INTERVAL_MILLIS);
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
        send(begin);
    }

    /** The head of a POST with these body headers. */
    static String post(String path, String headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: viva\r\nContent-Type: application/json\r\n" + headers + "\r\n\r\n";
    }

    /** Sends a byte per interval until the service closes the connection, and returns the reply. */
    String trickle(String drop, Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            if (!read(Integer.MAX_VALUE) || !send(drop)) {
                read(Integer.MAX_VALUE);
                return received.toString();
            }
        }
        throw new AssertionError("still connected after " + longest + ": " + begin);
    }

    /** Reads a byte per interval until the service closes the connection, and returns the count. */
    int read(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            if (!read(1) || !send("x")) {
                return received.length();
            }
        }
        throw new AssertionError("still connected after " + longest + ": " + begin);
    }

    private boolean send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return true;
        } catch (IOException ended) {
            return false;
        }
    }

    /** Reads for an interval; false at the end of the stream. */
    private boolean read(int most) {
        long end = System.nanoTime() + INTERVAL_MILLIS * 1_000_000L;
        try {
            for (int i = 0; i < most; i++) {
                int c = socket.getInputStream().read();
                if (c < 0) {
                    return false;
                }
                received.append((char) c);
            }
            LockSupport.parkNanos(end - System.nanoTime());
            return true;
        } catch (SocketTimeoutException quiet) {
            return true;
        } catch (IOException reset) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
