package dev.viva.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.problem.Secret;
import dev.viva.simulator.conversation.Refusal;
import dev.viva.simulator.conversation.ServerEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketCreator;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;

/** Requests that begin, end and attach to calls; thread-safe. */
final class CallRoutes {
    private static final String SUBPROTOCOL = "realtime";

    private final SimulatedCalls calls;
    private final Credentials credentials;
    private final ClientSecrets secrets;
    private final FaultPlan plan;

    CallRoutes(SimulatedCalls calls, Credentials credentials, ClientSecrets secrets, FaultPlan plan) {
        this.calls = calls;
        this.credentials = credentials;
        this.secrets = secrets;
        this.plan = plan;
    }

    /** False if the request is not one of these. */
    boolean answer(Exchange exchange) throws IOException {
        Matcher hangUp = Routes.HANG_UP.matcher(exchange.path());
        if (exchange.asks("POST", Routes.CALLS)) {
            create(exchange);
        } else if (exchange.asks("GET", Routes.SIDEBAND)) {
            listen(exchange);
        } else if (exchange.posts() && hangUp.matches()) {
            hangUp(exchange, hangUp.group(1));
        } else {
            return false;
        }
        return true;
    }

    private void create(Exchange exchange) throws IOException {
        Secret credential = credentials.known(exchange);
        exchange.refuseBeta();
        SimulatedCalls.Opened call = credentials.isKey(credential)
                ? createForServer(exchange, credential)
                : createForBrowser(exchange, credential);
        switch (plan.of(exchange, plan.current()).location()) {
            case WHOLE -> exchange.response().setHeader("Location", Routes.call(call.callId()));
            case TRUNCATED -> exchange.response().setHeader("Location", Routes.call(""));
            case MISSING -> {
                // The call continues, and the client does not know its id.
            }
        }
        exchange.response().setHeader("Access-Control-Allow-Origin", "*");
        exchange.response().setHeader("Access-Control-Expose-Headers", "Location, X-Request-Id");
        exchange.answer(201, "text/plain; charset=utf-8", call.answer().bytes());
    }

    private SimulatedCalls.Opened createForServer(Exchange exchange, Secret key) throws IOException {
        if (!exchange.isOfType("multipart/form-data")) {
            throw Refusal.invalid(
                    "unsupported_content_type", "With an API key the offer must be multipart/form-data.", null);
        }
        byte[] offer = offer(exchange.part("sdp"));
        JsonNode session = Exchange.json(exchange.part("session"), "session");
        return open(exchange, offer, session, key);
    }

    private SimulatedCalls.Opened createForBrowser(Exchange exchange, Secret secret) throws IOException {
        JsonNode session = secrets.session(secret);
        if (!exchange.isOfType("application/sdp")) {
            throw Refusal.invalid(
                    "unsupported_content_type", "With a client secret the offer must be application/sdp.", null);
        }
        return open(exchange, offer(exchange.body()), session, secret);
    }

    private SimulatedCalls.Opened open(Exchange exchange, byte[] offer, JsonNode session, Secret owner) {
        Faults faults = plan.of(exchange, plan.current());
        return calls.open(new SimulatedCalls.Request(offer, session, owner, faults));
    }

    private void hangUp(Exchange exchange, String callId) throws IOException {
        Secret credential = credentials.known(exchange);
        Faults faults = plan.of(exchange, plan.current());
        SimulatedCall call;
        try {
            call = faults.hangupByOwnerOnly() ? calls.find(callId, credential) : calls.find(callId);
        } catch (Refusal e) {
            throw faults.goneAsBadRequest() ? Refusal.invalid(e.code(), "There is no such call.", null) : e;
        }
        if (call.failsHangUp()) {
            throw Refusal.of(500, "server_error", "The call could not be hung up.");
        }
        calls.end(call, Ending.HUNG_UP);
        exchange.answer(200, "text/plain; charset=utf-8", new byte[0]);
    }

    private static byte[] offer(byte[] offer) {
        String text = new String(offer, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("v=0") || !text.endsWith("\r\n")) {
            throw Refusal.invalid("invalid_offer", "Failed to unmarshal SDP: EOF.", "sdp");
        }
        return offer;
    }

    /** The handshake of a sideband; a refused one gets an HTTP response like any other request. */
    private void listen(Exchange exchange) throws IOException {
        var request = exchange.request();
        Secret credential = credentials.known(exchange);
        String callId = request.getParameter("call_id");
        String model = request.getParameter("model");
        if (callId != null && (model != null || request.getParameter("intent") != null)) {
            throw Refusal.invalid("invalid_value", "call_id excludes model and intent.", "call_id");
        }
        if (exchange.isBeta()) {
            upgrade(exchange, betaClient(), () -> {});
            return;
        }
        if (callId == null && model != null) {
            converse(exchange, model, credential);
            return;
        }
        SimulatedCall call = calls.find(callId, credential);
        SimulatedSideband sideband = new SimulatedSideband(call, plan.of(exchange, call.faults()));
        upgrade(exchange, sideband, () -> call.join(sideband));
    }

    /** The provider answers the handshake, and then sends an error and closes. */
    private static SimulatedSideband betaClient() {
        var sideband = new SimulatedSideband(SimulatedSideband.NOBODY, Faults.NONE);
        sideband.send(ServerEvents.error(Refusal.betaShape(), null).toString());
        sideband.close(Ending.BETA_SHAPE);
        return sideband;
    }

    /** The handshake of a text conversation, which is a session of its own and begins with session.created. */
    private void converse(Exchange exchange, String model, Secret credential) throws IOException {
        Faults faults = plan.of(exchange, plan.current());
        ObjectNode session = ServerEvents.object().put("type", "realtime").put("model", model);
        SimulatedCall call = calls.openText(session, credential, faults);
        SimulatedSideband only = new SimulatedSideband(call.inText(), faults);
        boolean opened = false;
        try {
            upgrade(exchange, only, () -> call.converse(only));
            opened = true;
        } finally {
            if (!opened) {
                calls.end(call, Ending.NOT_ANSWERED);
            }
        }
    }

    private static void upgrade(Exchange exchange, SimulatedSideband sideband, Runnable whenAsked) throws IOException {
        var request = exchange.request();
        JettyWebSocketCreator creator = (asked, answer) -> {
            if (asked.getSubProtocols().contains(SUBPROTOCOL)) {
                answer.setAcceptedSubProtocol(SUBPROTOCOL);
            }
            whenAsked.run();
            return sideband;
        };
        var sockets = JettyWebSocketServerContainer.getContainer(request.getServletContext());
        if (!sockets.upgrade(creator, request, exchange.response())) {
            throw Refusal.invalid("invalid_request", "This address expects a WebSocket handshake.", null);
        }
    }
}
