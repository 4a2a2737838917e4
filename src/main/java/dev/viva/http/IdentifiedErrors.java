package dev.viva.http;

import dev.viva.problem.ProblemReply;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.MDC;

/**
 * Adds a request id to the container's own error replies. The container creates them outside the filters, after
 * {@link RequestIdFilter} or without it. A request whose headers could not be read gets a new id.
 */
final class IdentifiedErrors extends ErrorHandler {
    private final ErrorHandler errors;

    IdentifiedErrors(ErrorHandler errors) {
        this.errors = errors;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Object had = request.getAttribute(RequestIdFilter.ATTRIBUTE);
        String id = had instanceof String known
                ? known
                : RequestIdFilter.idOf(request.getHeaders().get(RequestIdFilter.HEADER));
        response.getHeaders().put(RequestIdFilter.HEADER, id);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        try (var named = MDC.putCloseable(ProblemReply.REQUEST_ID, id)) {
            return errors.handle(request, response, callback);
        }
    }
}
