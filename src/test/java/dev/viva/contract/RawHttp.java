package dev.viva.contract;

import dev.viva.wire.Exchange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import javax.net.ssl.SSLSocketFactory;

/** Sends bytes on a new connection, closes its output, and reads the whole reply. */
final class RawHttp {
    private RawHttp() {}

    /** @throws java.net.SocketTimeoutException if a part of the reply takes longer than the timeout */
    static Exchange.Reply send(URI base, byte[] request, Duration longest) throws IOException {
        try (Socket socket = connect(base, longest)) {
            socket.setSoTimeout((int) longest.toMillis());
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            if (base.getScheme().equals("http")) {
                socket.shutdownOutput();
            }
            return parse(socket.getInputStream().readAllBytes());
        }
    }

    private static Socket connect(URI base, Duration longest) throws IOException {
        boolean secure = base.getScheme().equals("https");
        int port = base.getPort() > 0 ? base.getPort() : secure ? 443 : 80;
        var socket = new Socket();
        socket.connect(new InetSocketAddress(base.getHost(), port), (int) longest.toMillis());
        return secure
                ? ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(socket, base.getHost(), port, true)
                : socket;
    }

    static Exchange.Reply parse(byte[] reply) throws IOException {
        String text = new String(reply, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.startsWith("HTTP/1.1 ")) {
            throw new IOException("no reply: " + text.length() + " bytes");
        }
        String[] lines = text.substring(0, end).split("\r\n");
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        byte[] body = Arrays.copyOfRange(reply, end + 4, reply.length);
        boolean chunked = String.join(",", headers.getOrDefault("Transfer-Encoding", List.of()))
                .toLowerCase(Locale.ROOT)
                .contains("chunked");
        return new Exchange.Reply(
                Integer.parseInt(lines[0].substring(9, 12)),
                HttpHeaders.of(headers, (name, value) -> true),
                chunked ? joined(body) : body);
    }

    private static byte[] joined(byte[] chunks) throws IOException {
        var in = new ByteArrayInputStream(chunks);
        var out = new ByteArrayOutputStream();
        while (true) {
            var size = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("the last chunk is missing");
                }
                size.append((char) c);
            }
            int length = Integer.parseInt(size.toString().strip(), 16);
            if (length == 0) {
                return out.toByteArray();
            }
            out.write(in.readNBytes(length));
            in.skipNBytes(2);
        }
    }
}
