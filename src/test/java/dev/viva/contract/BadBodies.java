package dev.viva.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Breaks valid bodies. The result may still be valid: callers check it against the schema. */
final class BadBodies {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Extreme JSON values, as text. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "-0",
            "1.5",
            "1e400",
            "-1e999999999",
            "1e-999999999",
            "-1e-400",
            "9007199254740993",
            "9223372036854775808",
            "9".repeat(900),
            "0." + "1".repeat(900),
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\u202e\"",
            "\"\uffff\"",
            "\"-1\"",
            "\"true\"",
            "\"null\"",
            "[]",
            "[[]]",
            "{}",
            "{\"\":0}",
            "\"2026-02-30T00:00:00Z\"",
            "\"2026-11-02\"",
            "\"2026-11-02T10:04:00\"",
            "\"../../etc/passwd\"",
            "\"' OR 1=1 --\"",
            "\"${jndi:ldap://127.0.0.1/a}\"",
            "\"<script>\"",
            "\"%s%n\"");

    private static final List<String> NO_JSON = List.of(
            "",
            " ",
            "{",
            "}",
            "[",
            "]",
            "nul",
            "tru",
            "NaN",
            "Infinity",
            "-",
            "+1",
            "01",
            "1.",
            ".5",
            "1e",
            "0x1f",
            "'a'",
            "\"",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{,}",
            "[1,]",
            "{a:1}",
            "{'a':1}",
            "// note\n{}",
            "/* note */{}",
            "{}{}",
            "{} x",
            "\"a\tb\"",
            "\"\\x41\"",
            "\"\\u12\"",
            "<a/>",
            "a=b&c=d",
            "--- yaml",
            "\u0000",
            "undefined");

    private BadBodies() {}

    /** Replaces, removes or multiplies one value of the body. */
    static byte[] wrongValue(byte[] good, SplittableRandom random) {
        JsonNode body = read(good);
        var places = new ArrayList<JsonNode>();
        places(body, places);
        JsonNode holder = places.get(random.nextInt(places.size()));
        if (holder instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.put("more_" + random.nextInt(100), true);
                case 2 -> object.put(name, tooLong(random));
                default -> object.putRawValue(name, new RawValue(any(random)));
            }
        } else if (holder instanceof ArrayNode array) {
            switch (random.nextInt(3)) {
                case 0 -> array.removeAll();
                case 1 -> array.addRawValue(new RawValue(any(random)));
                default -> {
                    JsonNode first = array.get(0);
                    for (int i = 0; i < 101 + random.nextInt(50); i++) {
                        array.add(first);
                    }
                }
            }
        }
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String any(SplittableRandom random) {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    private static String tooLong(SplittableRandom random) {
        int[] lengths = {3, 17, 65, 129, 513, 20_001, 100_000};
        return (random.nextBoolean() ? "a" : "ä").repeat(lengths[random.nextInt(lengths.length)] / 2 + 1);
    }

    private static void places(JsonNode node, List<JsonNode> found) {
        if (node.isContainerNode() && !node.isEmpty()) {
            found.add(node);
            node.forEach(child -> places(child, found));
        }
    }

    /** Adds a value nested many levels deep, or replaces the body with it. */
    static byte[] tooDeep(byte[] good, SplittableRandom random) {
        int depth = 33 + random.nextInt(20_000);
        boolean arrays = random.nextBoolean();
        String open = (arrays ? "[" : "{\"a\":").repeat(depth);
        boolean closed = random.nextBoolean();
        String whole = closed ? open + "0" + (arrays ? "]" : "}").repeat(depth) : open;
        String body = new String(good, StandardCharsets.UTF_8);
        boolean inside = random.nextBoolean() && closed;
        return (inside ? body.replaceFirst("\\{", "{\"deep\":" + whole + ",") : whole).getBytes(StandardCharsets.UTF_8);
    }

    /** Duplicates one of its members, with the same or another value. */
    static byte[] twice(byte[] good, SplittableRandom random) {
        var members = new ArrayList<String>();
        JsonNode body = read(good);
        body.properties().forEach(e -> members.add("\"" + e.getKey() + "\":" + e.getValue()));
        String again = members.get(random.nextInt(members.size()));
        if (random.nextBoolean()) {
            again = again.replaceFirst(
                    "\"([a-z])", "\"\\\\u00" + Integer.toHexString(again.charAt(1))); // the same name, escaped
        }
        members.add(random.nextInt(members.size() + 1), again);
        return ("{" + String.join(",", members) + "}").getBytes(StandardCharsets.UTF_8);
    }

    /** Puts invalid UTF-8 into one of its strings. */
    static byte[] badUtf8(byte[] good, SplittableRandom random) {
        byte[][] bad = {
            {(byte) 0xff},
            {(byte) 0xc3},
            {(byte) 0xc0, (byte) 0x80},
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            {(byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
            {(byte) 0x80},
            {(byte) 0xe2, (byte) 0x82}
        };
        var places = new ArrayList<Integer>();
        for (int i = 1; i < good.length; i++) {
            if (good[i] == '"' && good[i - 1] >= 'a') {
                places.add(i); // at the end of a name or string
            }
        }
        int at = places.get(random.nextInt(places.size()));
        var out = new ByteArrayOutputStream();
        out.write(good, 0, at);
        out.writeBytes(bad[random.nextInt(bad.length)]);
        out.write(good, at, good.length - at);
        return out.toByteArray();
    }

    /** The right text in an encoding that RFC 8259 forbids. */
    static byte[] otherEncoding(byte[] good, SplittableRandom random) {
        String[] names = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"};
        return new String(good, StandardCharsets.UTF_8).getBytes(Charset.forName(names[random.nextInt(names.length)]));
    }

    static byte[] noJson(SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            byte[] noise = new byte[1 + random.nextInt(2_000)];
            random.nextBytes(noise);
            noise[0] = (byte) (noise[0] | 0x80); // no JSON starts like this
            return noise;
        }
        return NO_JSON.get(random.nextInt(NO_JSON.size())).getBytes(StandardCharsets.UTF_8);
    }

    /** Truncates the body. */
    static byte[] cut(byte[] good, SplittableRandom random) {
        return Arrays.copyOf(good, 1 + random.nextInt(good.length - 1));
    }

    static byte[] noOffer(byte[] good, SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(good, good.length - 1 - random.nextInt(2));
            case 1 -> Arrays.copyOfRange(good, 1, good.length);
            case 2 -> "{\"type\":\"offer\"}".getBytes(StandardCharsets.UTF_8);
            case 3 -> noJson(random);
            default -> ("v=0\r\n" + "a=x\r\n".repeat(13_200)).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static JsonNode read(byte[] good) {
        try {
            return JSON.readTree(good);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
