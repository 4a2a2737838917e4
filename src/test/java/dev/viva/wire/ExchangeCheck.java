package dev.viva.wire;

import com.networknt.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks one exchange against the committed contract, without any code of the service. Requests outside the contract
 * (the page, the simulated provider, the admin port) are ignored. Thread-safe.
 */
public final class ExchangeCheck {
    private static final ExchangeCheck OF_THE_CONTRACT = new ExchangeCheck();

    private final DeclaredApi api = new DeclaredApi();
    private final ReplyCheck replies = new ReplyCheck(api);

    private ExchangeCheck() {}

    public static ExchangeCheck get() {
        return OF_THE_CONTRACT;
    }

    DeclaredApi api() {
        return api;
    }

    /** The requested operation, if any; HEAD means GET. */
    public Optional<String> operation(Exchange.Request request) {
        return declared(request).map(DeclaredOperation::id);
    }

    Optional<DeclaredOperation> declared(Exchange.Request request) {
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        return api.at(request.path()).stream()
                .filter(o -> o.method().equals(method))
                .findFirst();
    }

    /** The violations of the reply, and of the request if the service accepted it. */
    public List<String> findings(Exchange exchange) {
        Exchange.Request request = exchange.request();
        boolean asDeclared =
                !request.method().equals("HEAD") && declared(request).isPresent();
        var findings = new ArrayList<>(ProxyFindings.of(exchange, asDeclared));
        findings.addAll(ownFindings(exchange));
        return findings;
    }

    private List<String> ownFindings(Exchange exchange) {
        List<DeclaredOperation> there = api.at(exchange.request().path());
        Optional<DeclaredOperation> operation = declared(exchange.request());
        if (operation.isPresent()) {
            return ofOperation(operation.get(), exchange);
        }
        var findings = new ArrayList<String>();
        if (there.isEmpty()) {
            if (exchange.request().path().startsWith("/api/")) {
                refusal(exchange, 404, findings);
            }
        } else if (exchange.request().method().equals("OPTIONS")) {
            options(there, exchange, findings);
        } else {
            refusal(exchange, 405, findings);
            if (exchange.reply().status() == 405) {
                ReplyCheck.allow(exchange.reply(), there, findings);
            }
        }
        return findings;
    }

    /** The violations of a refusal of malformed bytes, whose path is unknown. */
    public List<String> refusalFindings(Exchange exchange) {
        var findings = new ArrayList<String>();
        replies.httpRefusal(exchange, findings);
        return findings;
    }

    /** The violations of a request; empty if the contract allows it. */
    public List<String> requestFindings(Exchange.Request request) {
        return declared(request)
                .map(operation -> RequestCheck.findings(operation, request))
                .orElse(List.of("there is no such operation"));
    }

    private List<String> ofOperation(DeclaredOperation operation, Exchange exchange) {
        int status = exchange.reply().status();
        DeclaredOperation.Reply declared = operation.replies().get(status);
        var findings = new ArrayList<String>();
        if (declared == null) {
            if (replies.isHttpRefusal(status)) {
                replies.httpRefusal(exchange, findings);
            } else {
                findings.add(operation.id() + " does not declare status " + status);
            }
            return findings;
        }
        findings.addAll(replies.findings(declared, exchange));
        if (status < 300) {
            findings.addAll(RequestCheck.findings(operation, exchange.request()));
        }
        return findings;
    }

    private void refusal(Exchange exchange, int expected, List<String> findings) {
        int status = exchange.reply().status();
        if (status != expected && replies.isHttpRefusal(status)) {
            replies.httpRefusal(exchange, findings);
            return;
        }
        if (status != expected) {
            findings.add("status " + status + " where there is no such operation, and should be " + expected);
        }
        replies.problem(exchange, findings);
    }

    private static void options(List<DeclaredOperation> there, Exchange exchange, List<String> findings) {
        int status = exchange.reply().status();
        if (status != 200 && status != 204) {
            findings.add("OPTIONS is answered " + status);
        }
        if (exchange.request()
                .headers()
                .firstValue("Access-Control-Request-Method")
                .isEmpty()) {
            ReplyCheck.allow(exchange.reply(), there, findings);
        }
    }

    Schema event() {
        return api.component("SessionEvent");
    }
}
