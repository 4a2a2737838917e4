package dev.viva.address;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A header in which each proxy appends the address that it forwards for. */
public enum ForwardingHeader {
    X_FORWARDED_FOR("X-Forwarded-For") {
        @Override
        List<String> elementsFromRight(String line) {
            return List.of(line.split(",", -1)).reversed();
        }

        @Override
        Optional<InetAddress> node(String element) {
            return IpLiteral.ofNode(element);
        }
    },
    /** RFC 7239. */
    FORWARDED("Forwarded") {
        @Override
        List<String> elementsFromRight(String line) {
            return splitFromRight(line, ',');
        }

        @Override
        Optional<InetAddress> node(String element) {
            List<String> said = splitFromRight(element, ';').stream()
                    .map(String::strip)
                    .filter(pair -> pair.toLowerCase(Locale.ROOT).startsWith("for="))
                    .map(pair -> unquoted(pair.substring("for=".length())))
                    .toList();
            return said.size() == 1 ? IpLiteral.ofNode(said.getFirst()) : Optional.empty();
        }
    };

    private final String header;

    ForwardingHeader(String header) {
        this.header = header;
    }

    String header() {
        return header;
    }

    abstract List<String> elementsFromRight(String line);

    abstract Optional<InetAddress> node(String element);

    /** The addresses from right to left, empty where one is hidden, unknown or malformed. */
    List<Optional<InetAddress>> addressesFromRight(List<String> lines) {
        if (lines.isEmpty()) {
            return List.of();
        }
        return lines.reversed().stream()
                .flatMap(line -> elementsFromRight(line).stream())
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .map(this::node)
                .toList();
    }

    /** Splits from the right: a quote that the client left open must not swallow what a proxy appended after it. */
    private static List<String> splitFromRight(String text, char separator) {
        var parts = new ArrayList<String>();
        boolean quoted = false;
        int end = text.length();
        for (int i = text.length() - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(i + 1, end));
                end = i;
            }
        }
        parts.add(text.substring(0, end));
        return parts;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
