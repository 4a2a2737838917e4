package dev.viva.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.Schema;
import dev.viva.wire.DeclaredOperation.Parameter;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** Whether the contract allows a request. */
final class RequestCheck {
    private RequestCheck() {}

    static List<String> findings(DeclaredOperation operation, Exchange.Request request) {
        var findings = new ArrayList<String>();
        operation.parameters().forEach(parameter -> {
            List<String> values = values(operation, parameter, request);
            if (values.isEmpty() && parameter.required()) {
                findings.add("the request lacks " + parameter.in() + " parameter " + parameter.name());
            }
            values.forEach(value -> JsonText.findings(parameter.schema(), typed(value, parameter.number()))
                    .forEach(f -> findings.add("the request's " + parameter.name() + f)));
        });
        body(operation, request, findings);
        return findings;
    }

    /** A parameter as a JSON value; if it is not a number it stays text, and its schema reports it. */
    static JsonNode typed(String value, boolean number) {
        return number && value.matches("-?[0-9]{1,40}")
                ? JsonNodeFactory.instance.numberNode(new BigInteger(value))
                : JsonNodeFactory.instance.textNode(value);
    }

    private static List<String> values(DeclaredOperation operation, Parameter parameter, Exchange.Request request) {
        return switch (parameter.in()) {
            case "path" -> {
                Matcher path = operation.path().matcher(request.path());
                String group = parameter.name().replace("_", "");
                yield path.matches() ? List.of(decoded(path.group(group))) : List.of();
            }
            case "query" -> query(request, parameter.name());
            case "header" -> request.headers().allValues(parameter.name());
            default -> throw new IllegalArgumentException("a parameter in " + parameter.in());
        };
    }

    private static List<String> query(Exchange.Request request, String name) {
        return Stream.of(Optional.ofNullable(request.target().getRawQuery())
                        .orElse("")
                        .split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> decoded(pair[0]).equals(name))
                .map(pair -> pair.length == 1 ? "" : decoded(pair[1]))
                .toList();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void body(DeclaredOperation operation, Exchange.Request request, List<String> findings) {
        DeclaredOperation.Body declared = operation.body();
        if (declared == null) {
            return;
        }
        if (request.body().length == 0) {
            if (declared.required()) {
                findings.add("the request lacks its body");
            }
            return;
        }
        Map<String, Schema> content = declared.content();
        Schema schema = content.get(request.mediaType());
        if (schema == null) {
            findings.add("the request's media type " + request.mediaType() + " is not one of " + content.keySet());
            return;
        }
        JsonText.findings(schema, request.mediaType(), request.body())
                .forEach(f -> findings.add("the request's body" + f));
    }
}
