package dev.viva.simulator;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.problem.Secret;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketCreator;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider's HTTP interface: POST /v1/realtime/calls begins a call, its
 * /hangup ends it, a WebSocket at /v1/realtime listens to it. Thread-safe.
 */
final class SimulatorServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(SimulatorServlet.class);

    // An offer of a browser is some 5 KiB, instructions are at most 64 KiB.
    private static final int LONGEST_REQUEST = 512 * 1024;

    private static final String CALLS = "/v1/realtime/calls";
    private static final String SIDEBAND = "/v1/realtime";
    private static final String SUBPROTOCOL = "realtime";
    private static final Pattern HANG_UP = Pattern.compile(CALLS + "/([A-Za-z0-9_-]{1,200})/hangup");
    private static final String BEARER = "Bearer ";

    private final transient SimulatedCalls calls;
    private final transient Secret key;

    SimulatorServlet(SimulatedCalls calls, Secret key) {
        this.calls = calls;
        this.key = key;
    }

    /** What it reads of a request, all of it in memory. */
    static MultipartConfigElement bounds() {
        return new MultipartConfigElement(
                System.getProperty("java.io.tmpdir"), LONGEST_REQUEST, LONGEST_REQUEST, LONGEST_REQUEST);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long begun = System.nanoTime();
        response.setHeader("x-request-id", Ids.next("req_"));
        response.setHeader("openai-version", "2020-10-01");
        try {
            answer(request, response, begun);
        } catch (Refusal refusal) {
            refuse(response, refusal, begun);
        } catch (RuntimeException failure) {
            LOG.error("The simulator failed", failure);
            refuse(response, Refusal.of(500, "server_error", "The simulator failed."), begun);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, long begun) throws IOException {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        Matcher hangUp = HANG_UP.matcher(path);
        boolean post = request.getMethod().equals("POST");
        if (post && path.equals(CALLS)) {
            create(request, response, credential(request), begun);
        } else if (request.getMethod().equals("GET") && path.equals(SIDEBAND)) {
            listen(request, response);
        } else if (post && hangUp.matches()) {
            calls.hangUp(hangUp.group(1), credential(request));
            finish(response, 200, "text/plain; charset=utf-8", new byte[0], begun);
        } else {
            throw Refusal.of(404, "unknown_url", "Unknown request URL.");
        }
    }

    /** A browser's ek_ secret is as unknown here as a wrong key, since none are given out. */
    private Secret credential(HttpServletRequest request) {
        String given = request.getHeader("Authorization");
        if (given != null && given.startsWith(BEARER)) {
            Secret credential = new Secret(given.substring(BEARER.length()));
            if (credential.equals(key)) {
                return credential;
            }
        }
        throw Refusal.of(401, "invalid_api_key", "Incorrect API key provided.");
    }

    /** The handshake of a sideband; a failed one has an answer like every other request. */
    private void listen(HttpServletRequest request, HttpServletResponse response) throws IOException {
        SimulatedCall call = calls.find(request.getParameter("call_id"), credential(request));
        if (request.getParameter("model") != null || request.getParameter("intent") != null) {
            throw Refusal.invalid("invalid_value", "call_id stands alone: without model and intent.", "call_id");
        }
        Sideband sideband = new Sideband(call);
        if (request.getHeader("OpenAI-Beta") != null) {
            sideband.send(Events.error(betaShape(), null).toString());
            sideband.close(Ending.BETA_SHAPE);
        }
        JettyWebSocketServerContainer sockets = JettyWebSocketServerContainer.getContainer(request.getServletContext());
        JettyWebSocketCreator creator = (asked, answer) -> {
            if (asked.getSubProtocols().contains(SUBPROTOCOL)) {
                answer.setAcceptedSubProtocol(SUBPROTOCOL);
            }
            call.join(sideband);
            return sideband;
        };
        if (!sockets.upgrade(creator, request, response)) {
            throw Refusal.invalid("invalid_request", "This address wants a WebSocket's handshake.", null);
        }
    }

    private void create(HttpServletRequest request, HttpServletResponse response, Secret credential, long begun)
            throws IOException {
        String type = request.getContentType();
        if (type == null || !type.startsWith("multipart/form-data")) {
            throw Refusal.invalid(
                    "unsupported_content_type", "With an API key the offer comes as multipart/form-data.", null);
        }
        if (request.getContentLengthLong() > LONGEST_REQUEST) {
            throw Refusal.of(413, "request_too_large", "The request is too large.");
        }
        byte[] offer = part(request, "sdp");
        check(offer);
        SimulatedCalls.Opened call = calls.open(offer, session(part(request, "session")), credential);
        response.setHeader("Location", CALLS + "/" + call.callId());
        finish(response, 201, "text/plain; charset=utf-8", call.answer().bytes(), begun);
    }

    private static Refusal betaShape() {
        return Refusal.invalid(
                "beta_api_shape_disabled", "The Realtime beta is no longer supported: leave the header out.", null);
    }

    private static byte[] part(HttpServletRequest request, String name) throws IOException {
        Part part;
        try {
            part = request.getPart(name);
        } catch (ServletException malformed) {
            throw Refusal.invalid("invalid_multipart_form_data", "The body is no multipart form.", null);
        }
        if (part == null) {
            throw Refusal.missing(name);
        }
        return part.getInputStream().readAllBytes();
    }

    private static void check(byte[] offer) {
        String text = new String(offer, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("v=0") || !text.endsWith("\r\n")) {
            throw Refusal.invalid("invalid_offer", "Failed to unmarshal SDP: EOF.", "sdp");
        }
    }

    private static JsonNode session(byte[] json) throws IOException {
        try {
            return Events.JSON.readTree(json);
        } catch (JacksonException malformed) {
            throw Refusal.wrongType("session", "an object");
        }
    }

    private static void refuse(HttpServletResponse response, Refusal refusal, long begun) throws IOException {
        if (refusal.status() == 429) {
            response.setHeader("Retry-After", "5");
        }
        byte[] body = Events.object().set("error", refusal.toJson()).toString().getBytes(StandardCharsets.UTF_8);
        finish(response, refusal.status(), "application/json", body, begun);
    }

    private static void finish(HttpServletResponse response, int status, String type, byte[] body, long begun)
            throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(body.length);
        long took = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        response.setHeader("openai-processing-ms", String.valueOf(took));
        response.getOutputStream().write(body);
    }
}
