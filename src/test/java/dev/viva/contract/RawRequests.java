package dev.viva.contract;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Requests that violate HTTP itself, as bytes that no client library would send. */
final class RawRequests {
    private RawRequests() {}

    /** An invalid request target. */
    static Bad path(Draft good, String target) {
        return new Bad(Bad.ADDRESS, good, good.operation().method(), bytes(good, target, "", good.body()));
    }

    /** A valid path with an invalid query. */
    static Bad query(Draft draft) {
        return new Bad("query", draft, draft.operation().method(), bytes(draft, draft.target(), "", draft.body()));
    }

    static @Nullable Bad spoil(Draft good, SplittableRandom random) {
        String[] headers = {
            "X-A: \u0000\r\n",
            "X-A\u0001: b\r\n",
            "X A: b\r\n",
            ": b\r\n",
            "X-A\r\n",
            " folded\r\n",
            "X-A: a\rb\r\n",
            "Content-Length: -1\r\n",
            "Content-Length: 1x\r\n",
            "Content-Length: 99999999999999999999\r\n",
            "Content-Length: 3\r\nContent-Length: 4\r\n",
            "Transfer-Encoding: gzip\r\n",
            "Transfer-Encoding: chunked, chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
            "Host: b\r\n",
            "Host: a b\r\n",
            "X-A: " + "x".repeat(20_000) + "\r\n",
            "X-A: b\r\n".repeat(2_000),
            "Expect: 200-maybe\r\n"
        };
        String method = good.operation().method();
        boolean bodied = good.body().length > 0;
        return switch (random.nextInt(bodied ? 3 : 1)) {
            case 0 -> {
                String header = headers[random.nextInt(headers.length)];
                yield new Bad("header", good, method, bytes(good, good.target(), header, good.body()));
            }
            case 1 -> new Bad("cut body", good, method, cut(good, random));
            default -> new Bad("chunks", good, method, chunks(good, random));
        };
    }

    private static byte[] bytes(Draft draft, String target, String header, byte[] body) {
        boolean framed = header.startsWith("Content-Length") || header.startsWith("Transfer");
        return whole(draft, target, (framed ? "" : length(draft, body.length)) + header, body);
    }

    private static String length(Draft draft, int bytes) {
        return Draft.takes(draft.operation()).isEmpty() ? "" : "Content-Length: " + bytes + "\r\n";
    }

    /** A body that is never completed. */
    private static byte[] cut(Draft good, SplittableRandom random) {
        byte[] part = Arrays.copyOf(good.body(), random.nextInt(good.body().length));
        return whole(good, good.target(), length(good, good.body().length), part);
    }

    /** A body with invalid chunks, or without the last one. */
    private static byte[] chunks(Draft good, SplittableRandom random) {
        String text = new String(good.body(), StandardCharsets.ISO_8859_1);
        String chunk = Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
        String[] bodies = {"zz\r\n", "-1\r\n", "fffffffffffffffff\r\n", chunk, chunk + "1\r\n", "5\r\nabc", "\r\n\r\n"};
        byte[] body = bodies[random.nextInt(bodies.length)].getBytes(StandardCharsets.ISO_8859_1);
        return whole(good, good.target(), "Transfer-Encoding: chunked\r\n", body);
    }

    private static byte[] whole(Draft draft, String target, String header, byte[] body) {
        var head = new StringBuilder(draft.operation().method() + " " + target + " HTTP/1.1\r\nHost: viva\r\n");
        draft.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        if (draft.bearer() != null) {
            head.append("Authorization: Bearer ").append(draft.bearer()).append("\r\n");
        }
        head.append("Connection: close\r\n").append(header).append("\r\n");
        var out = new ByteArrayOutputStream();
        out.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        out.writeBytes(body);
        return out.toByteArray();
    }
}
