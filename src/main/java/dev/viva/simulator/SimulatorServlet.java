package dev.viva.simulator;

import dev.viva.simulator.conversation.Refusal;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The provider's HTTP interface; thread-safe. */
final class SimulatorServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final Logger log = LoggerFactory.getLogger(SimulatorServlet.class);

    private final transient CallRoutes calls;
    private final transient AccountRoutes account;
    private final transient ControlRoutes control;
    private final transient FaultInjector faultInjector;

    SimulatorServlet(CallRoutes calls, AccountRoutes account, ControlRoutes control, FaultInjector faultInjector) {
        this.calls = calls;
        this.account = account;
        this.control = control;
        this.faultInjector = faultInjector;
    }

    /** The bounds of a request; it is kept in memory. */
    static MultipartConfigElement bounds() {
        int longest = Exchange.MAX_REQUEST;
        return new MultipartConfigElement(System.getProperty("java.io.tmpdir"), longest, longest, longest);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Exchange exchange = new Exchange(request, response);
        try {
            if (control.answer(exchange) || faultInjector.answers(exchange)) {
                return;
            }
            if (!calls.answer(exchange) && !account.answer(exchange)) {
                throw Refusal.of(404, "unknown_url", "Unknown request URL.");
            }
        } catch (Refusal e) {
            exchange.refuse(e);
        } catch (RuntimeException e) {
            log.error("simulator: request failed", e);
            exchange.refuse(Refusal.of(500, "server_error", "The simulator failed."));
        }
    }
}
