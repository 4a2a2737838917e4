package dev.viva.soak.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Requests of HTTP/1.1 on sockets that stay open, for what is measured by the thousand: it runs on the processors that
 * the service needs, and {@code java.net.http} takes several times as much of them. The caller's thread does all of it.
 * It reads only replies with a {@code Content-Length}; others fail. A request without a reply fails after 30 seconds:
 * its socket is closed, since a timeout of the socket takes three system calls for each reply in place of one.
 */
public final class Exchanges {
    private static final long TIMEOUT = Duration.ofSeconds(30).toNanos();
    /** The service closes a connection that is idle for 30 seconds. */
    private static final long USABLE = Duration.ofSeconds(10).toNanos();

    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
    private static final String LENGTH = "Content-Length: ";

    private final URI url;
    private final Deque<Link> idle = new ConcurrentLinkedDeque<>();
    private final Set<Link> all = ConcurrentHashMap.newKeySet();

    public Exchanges(URI url) {
        this.url = url;
        Thread.ofPlatform().daemon().name("timeouts of requests").start(this::closeOverdue);
    }

    private void closeOverdue() {
        try {
            while (true) {
                Thread.sleep(Duration.ofSeconds(1));
                long now = System.nanoTime();
                all.stream().filter(link -> link.isOverdue(now)).forEach(this::close);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param head its first line and its headers */
    public record Reply(int status, String head, String body) {
        /** The header's value. */
        public Optional<String> header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst();
        }
    }

    public Reply get(String path) throws IOException {
        return exchange("GET " + path + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\n\r\n");
    }

    /** @param bearer the grant to send */
    public Reply postJson(String path, String bearer, String json) throws IOException {
        return post(path, bearer, "Content-Type: application/json\r\n", json);
    }

    /**
     * @param bearer the grant to send
     * @param headers more of them, each with its end of line
     */
    public Reply post(String path, String bearer, String headers, String body) throws IOException {
        return exchange(
                "POST " + path + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\nAuthorization: Bearer " + bearer
                        + "\r\n" + headers + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length
                        + "\r\n\r\n" + body);
    }

    private Reply exchange(String request) throws IOException {
        Link link = link();
        boolean done = false;
        link.usedAt = System.nanoTime();
        link.waits = true;
        try {
            link.socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            Reply reply = link.read();
            done = true;
            return reply;
        } finally {
            link.waits = false;
            if (done) {
                link.usedAt = System.nanoTime();
                idle.push(link);
            } else {
                close(link);
            }
        }
    }

    private void close(Link link) {
        all.remove(link);
        try {
            link.socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Link link() throws IOException {
        for (Link link = idle.poll(); link != null; link = idle.poll()) {
            if (System.nanoTime() - link.usedAt < USABLE) {
                return link;
            }
            close(link);
        }
        Link link = new Link(url);
        all.add(link);
        return link;
    }

    /** A socket and what it has read. */
    private static final class Link {
        private final Socket socket;
        private final InputStream in;
        private byte[] bytes = new byte[4096];
        private int count;
        private volatile long usedAt;
        private volatile boolean waits;

        private Link(URI url) throws IOException {
            socket = new Socket(url.getHost(), url.getPort());
            socket.setTcpNoDelay(true);
            in = socket.getInputStream();
        }

        private boolean isOverdue(long now) {
            return waits && now - usedAt > TIMEOUT;
        }

        private Reply read() throws IOException {
            count = 0;
            int end = -1;
            while (end < 0) {
                int from = Math.max(0, count - HEAD_END.length + 1);
                fill();
                end = headEnd(from);
            }
            String head = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
            int body = end + HEAD_END.length;
            int whole = body + length(head);
            while (count < whole) {
                fill();
            }
            if (count > whole) {
                throw new IOException("more than one reply: " + head);
            }
            return new Reply(
                    Integer.parseInt(head, 9, 12, 10),
                    head,
                    new String(bytes, body, whole - body, StandardCharsets.UTF_8));
        }

        private void fill() throws IOException {
            if (count == bytes.length) {
                bytes = Arrays.copyOf(bytes, count * 2);
            }
            int read = in.read(bytes, count, bytes.length - count);
            if (read < 0) {
                throw new EOFException("the service closed a connection");
            }
            count += read;
        }

        private int headEnd(int from) {
            for (int at = from; at <= count - HEAD_END.length; at++) {
                if (Arrays.equals(bytes, at, at + HEAD_END.length, HEAD_END, 0, HEAD_END.length)) {
                    return at;
                }
            }
            return -1;
        }

        private static int length(String head) throws IOException {
            for (int line = head.indexOf('\n') + 1; line > 0; line = head.indexOf('\n', line) + 1) {
                if (head.regionMatches(true, line, LENGTH, 0, LENGTH.length())) {
                    int end = head.indexOf('\r', line);
                    return Integer.parseInt(head, line + LENGTH.length(), end < 0 ? head.length() : end, 10);
                }
            }
            throw new IOException("a reply without Content-Length: " + head);
        }
    }
}
