package dev.viva.soak.benchmark;

import dev.viva.soak.benchmark.Api.Session;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads one session's events over a socket of its own. It needs little memory, since there are thousands. */
final class EventReader implements AutoCloseable {
    private static final int BUFFER = 512;

    private final Socket socket;
    private final Events events;

    /** What a reader does with the events, on its thread. */
    interface Events {
        /** The stream is open: the first bytes came. */
        default void opened() {}

        /** When to come back after the stream is cut, in milliseconds; the last counts. */
        default void retry(int pause) {}

        default void heartbeat() {}

        /** @param seq blank for an event without id */
        void event(String seq, String type, String data);

        /** The stream ended, which no benchmark wants before it closes the reader. */
        default void ended(String why) {}
    }

    private EventReader(Socket socket, Events events) {
        this.socket = socket;
        this.events = events;
    }

    /** @param after the last event that the reader has */
    static EventReader open(URI url, Session session, long after, Events events) throws IOException {
        return open(url, null, session, after, events);
    }

    /** @param from an address of this machine; null for the usual one */
    static EventReader open(URI url, InetAddress from, Session session, long after, Events events) throws IOException {
        var socket = new Socket(url.getHost(), url.getPort(), from, 0);
        String request = """
                GET /api/v1/sessions/%s/events?after_seq=%d HTTP/1.1
                Host: viva
                Accept: text/event-stream
                Authorization: Bearer %s

                """.formatted(session.id, after, session.grant).replace("\n", "\r\n");
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        var reader = new EventReader(socket, events);
        Thread.startVirtualThread(reader::read);
        return reader;
    }

    private void read() {
        try (socket) {
            var bytes = new BufferedInputStream(socket.getInputStream(), BUFFER);
            String status = line(bytes);
            if (!status.startsWith("HTTP/1.1 200 ")) {
                throw new IOException("a stream was answered " + status);
            }
            while (!line(bytes).isEmpty()) {
                // headers; the body is chunked, as always for a stream
            }
            follow(new Chunks(bytes));
        } catch (IOException e) {
            events.ended(String.valueOf(e.getMessage()));
        }
    }

    private void follow(InputStream body) throws IOException {
        String seq = "";
        String type = "";
        boolean opened = false;
        while (true) {
            String line = line(body);
            if (line.equals(":")) {
                events.heartbeat();
            } else if (line.startsWith("retry: ")) {
                events.retry(Integer.parseInt(line.substring(7)));
                if (!opened) {
                    events.opened();
                    opened = true;
                }
            } else if (line.startsWith("id: ")) {
                seq = line.substring(4);
            } else if (line.startsWith("event: ")) {
                type = line.substring(7);
            } else if (line.startsWith("data: ")) {
                events.event(seq, type, line.substring(6));
                seq = "";
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        byte[] line = new byte[BUFFER];
        int length = 0;
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("a stream ended");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, length * 2);
            }
            line[length++] = (byte) next;
        }
        boolean carriage = length > 0 && line[length - 1] == '\r';
        return new String(line, 0, carriage ? length - 1 : length, StandardCharsets.UTF_8);
    }

    /** The body without the sizes of its chunks. */
    private static final class Chunks extends InputStream {
        private final InputStream in;
        private int left;
        private boolean begun;

        private Chunks(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            if (left == 0) {
                if (begun) {
                    line(in);
                }
                begun = true;
                left = Integer.parseInt(line(in), 16);
                if (left == 0) {
                    return -1;
                }
            }
            left--;
            return in.read();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone all the same
        }
    }
}
