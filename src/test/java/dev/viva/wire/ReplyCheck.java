package dev.viva.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import dev.viva.wire.DeclaredOperation.Header;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether the contract allows a reply. */
final class ReplyCheck {
    static final String PROBLEM = "application/problem+json";
    /** The longest path that a problem repeats; for a longer one it contains {@link #NO_PATH}. */
    private static final int MAX_PATH = 2048;

    private static final String NO_PATH = "/";

    private final DeclaredApi api;
    private final Schema problem;
    private final Map<Integer, String> httpRefusals;

    ReplyCheck(DeclaredApi api) {
        this.api = api;
        this.problem = api.component("Problem");
        this.httpRefusals = api.httpRefusals();
    }

    /** @param declared the operation's declaration for this status */
    List<String> findings(DeclaredOperation.Reply declared, Exchange exchange) {
        var findings = new ArrayList<String>();
        headers(declared.headers(), exchange.reply(), findings);
        if (exchange.request().method().equals("HEAD")) {
            empty(exchange, "a reply to HEAD", findings);
        } else if (declared.content().isEmpty()) {
            empty(exchange, "this status", findings);
        } else {
            body(declared.content(), exchange, findings);
        }
        return findings;
    }

    private void headers(Map<String, Header> declared, Exchange.Reply reply, List<String> findings) {
        declared.forEach((name, header) -> {
            List<String> values = reply.headers().allValues(name);
            if (values.isEmpty() && header.required()) {
                findings.add("header " + name + " is missing");
            }
            if (values.size() > 1) {
                findings.add("header " + name + " is there " + values.size() + " times");
            }
            values.forEach(value -> JsonText.findings(header.schema(), RequestCheck.typed(value, header.number()))
                    .forEach(f -> findings.add("header " + name + f)));
        });
        Set<String> known = api.headers();
        reply.headers().map().keySet().stream()
                .filter(name -> known.contains(name) && !declared.containsKey(name))
                .forEach(name -> findings.add("header " + name + " is not declared for this status"));
    }

    private static void empty(Exchange exchange, String what, List<String> findings) {
        byte[] body = exchange.reply().body();
        if (body != null && body.length > 0) {
            findings.add(what + " has no body, and this one has " + body.length + " bytes");
        }
    }

    private void body(Map<String, Schema> content, Exchange exchange, List<String> findings) {
        String media = exchange.reply().mediaType();
        Schema schema = content.get(media);
        if (schema == null) {
            findings.add("media type '" + media + "' is not one of " + new TreeSet<>(content.keySet()));
            return;
        }
        byte[] body = exchange.reply().body();
        if (body == null) {
            return;
        }
        if (media.equals(PROBLEM)) {
            problem(exchange, findings);
        } else {
            JsonText.findings(schema, media, body).forEach(f -> findings.add("body" + f));
        }
    }

    /** Checks any problem, even without an operation. */
    void problem(Exchange exchange, List<String> findings) {
        document(exchange, findings).ifPresent(document -> checkProblem(document, exchange, findings));
    }

    /** Checks a refusal by HTTP itself: a problem with the code that the contract names for its status. */
    void httpRefusal(Exchange exchange, List<String> findings) {
        document(exchange, findings).ifPresent(document -> {
            checkProblem(document, exchange, findings);
            agree(document, "code", httpRefusals.getOrDefault(exchange.reply().status(), ""), findings);
        });
    }

    boolean isHttpRefusal(int status) {
        return httpRefusals.containsKey(status);
    }

    private static Optional<JsonNode> document(Exchange exchange, List<String> findings) {
        Exchange.Reply reply = exchange.reply();
        if (!reply.mediaType().equals(PROBLEM)) {
            findings.add("a refusal is " + PROBLEM + " and not '" + reply.mediaType() + "'");
            return Optional.empty();
        }
        byte[] body = reply.body();
        if (body == null || exchange.request().method().equals("HEAD")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonText.read(PROBLEM, body));
        } catch (IOException e) {
            findings.add("the problem cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void checkProblem(JsonNode document, Exchange exchange, List<String> findings) {
        Exchange.Reply reply = exchange.reply();
        String code = document.path("code").asText();
        JsonText.findings(problem, document).forEach(f -> findings.add("problem" + f));
        agree(document, "status", String.valueOf(reply.status()), findings);
        agree(document, "type", "/docs/problems/" + code, findings);
        agree(document, "request_id", reply.header("X-Request-Id"), findings);
        boolean beforeRouting = code.equals(httpRefusals.get(reply.status()));
        if (!beforeRouting || !document.path("instance").asText().equals(NO_PATH)) {
            String path = exchange.request().path();
            agree(document, "instance", path.length() > MAX_PATH ? NO_PATH : path, findings);
        }
    }

    private static void agree(JsonNode problem, String member, String expected, List<String> findings) {
        String said = problem.path(member).asText();
        if (!said.equals(expected)) {
            findings.add("problem's " + member + " is '" + said + "' and should be '" + expected + "'");
        }
    }

    /** {@code Allow} names at least those methods. */
    static void allow(Exchange.Reply reply, List<DeclaredOperation> operations, List<String> findings) {
        Set<String> allowed = reply.headers().allValues("Allow").stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .collect(Collectors.toSet());
        Set<String> expected =
                operations.stream().map(DeclaredOperation::method).collect(Collectors.toCollection(TreeSet::new));
        if (expected.contains("GET")) {
            expected.add("HEAD");
        }
        expected.add("OPTIONS");
        if (!allowed.equals(expected)) {
            findings.add("header Allow names " + new TreeSet<>(allowed) + " and should name " + expected);
        }
    }
}
