package dev.viva.http;

import dev.viva.problem.ProblemReply;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.MDC;

/**
 * Gives an id to the container's own error replies as well. They are made outside the filters, so what
 * {@link RequestIdFilter} did is over by then or never happened. A request that could not be read as far as its headers gets an id of ours.
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
