package dev.viva.openai;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The provider's end of a sideband over a real socket, frame by frame (RFC 6455), so that a test can break anything.
 * Handshakes get the given statuses in turn, then the last one repeatedly; 0 leaves a handshake unanswered.
 */
public final class FakeSideband implements AutoCloseable {
    private static final int TEXT = 1;
    private static final int CONTINUATION = 0;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Integer> statuses = new ArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<Peer> peers = new LinkedBlockingQueue<>();
    final List<String> handshakes = new CopyOnWriteArrayList<>();
    final AtomicInteger pings = new AtomicInteger();
    volatile boolean answersPings = true;

    public FakeSideband(Integer... statuses) throws IOException {
        this.statuses.addAll(List.of(statuses));
        Thread.ofVirtual().start(this::accept);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/base");
    }

    /** The next accepted connection. */
    Peer peer() throws InterruptedException {
        Peer peer = peers.poll(60, TimeUnit.SECONDS);
        if (peer == null) {
            throw new AssertionError("no connection");
        }
        return peer;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try {
            var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            String head = head(in);
            handshakes.add(head);
            int status = nextStatus();
            if (status == 101) {
                socket.getOutputStream().write(switched(head).getBytes(StandardCharsets.US_ASCII));
                var peer = new Peer(socket);
                peers.add(peer);
                peer.read(in);
            } else if (status != 0) {
                String refused = "HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(refused.getBytes(StandardCharsets.US_ASCII));
                socket.close();
            }
        } catch (IOException e) {
            sockets.remove(socket);
        }
    }

    private synchronized int nextStatus() {
        return statuses.size() > 1 ? statuses.removeFirst() : statuses.getFirst();
    }

    private static String head(DataInputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readByte());
        }
        return head.toString();
    }

    private static String switched(String head) {
        String key = head.lines()
                .filter(line -> line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18))
                .map(line -> line.substring(18).strip())
                .findFirst()
                .orElseThrow();
        try {
            byte[] sha = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(sha) + "\r\n\r\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One connection, from the provider's side. */
    final class Peer {
        private final Socket socket;
        private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
        final CountDownLatch left = new CountDownLatch(1);

        private Peer(Socket socket) {
            this.socket = socket;
        }

        void send(String... messages) {
            for (String message : messages) {
                frame(0x80 | TEXT, message.getBytes(StandardCharsets.UTF_8));
            }
        }

        /** Sends a message in one frame per byte, even within characters. */
        void sendByteByByte(String message) {
            byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < bytes.length; i++) {
                frame((i == bytes.length - 1 ? 0x80 : 0) | (i == 0 ? TEXT : CONTINUATION), new byte[] {bytes[i]});
            }
        }

        void sendClose(int status) {
            frame(0x80 | CLOSE, new byte[] {(byte) (status >> 8), (byte) status});
        }

        void drop() throws IOException {
            // Closing would wait for the reading thread; shutting down the output does not.
            socket.shutdownOutput();
            socket.close();
        }

        String received() throws InterruptedException {
            String text = received.poll(60, TimeUnit.SECONDS);
            if (text == null) {
                throw new AssertionError("nothing was sent");
            }
            return text;
        }

        private void read(DataInputStream in) throws IOException {
            try {
                while (true) {
                    int opcode = in.readUnsignedByte() & 0x0f;
                    byte[] payload = payload(in);
                    switch (opcode) {
                        case TEXT -> received.add(new String(payload, StandardCharsets.UTF_8));
                        case PING -> pong(payload);
                        case CLOSE -> {
                            return;
                        }
                        default -> throw new IOException("the client sent opcode " + opcode);
                    }
                }
            } finally {
                left.countDown();
                socket.close();
            }
        }

        private void pong(byte[] payload) {
            pings.incrementAndGet();
            if (answersPings) {
                frame(0x80 | PONG, payload);
            }
        }

        private byte[] payload(DataInputStream in) throws IOException {
            int length = in.readUnsignedByte() & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = Math.toIntExact(in.readLong());
            }
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            return payload;
        }

        private synchronized void frame(int first, byte[] payload) {
            var frame = new ByteArrayOutputStream();
            frame.write(first);
            if (payload.length < 126) {
                frame.write(payload.length);
            } else if (payload.length < 65_536) {
                frame.writeBytes(new byte[] {126, (byte) (payload.length >> 8), (byte) payload.length});
            } else {
                frame.write(127);
                for (int shift = 56; shift >= 0; shift -= 8) {
                    frame.write((int) ((long) payload.length >> shift));
                }
            }
            frame.writeBytes(payload);
            try {
                socket.getOutputStream().write(frame.toByteArray());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
