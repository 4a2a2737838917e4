package dev.viva.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.MDC;

/** Errors that the container answers itself, before or beside Jersey (bad HTTP, files not found), as problems too. */
public final class ContainerErrors extends ErrorHandler {
    private final ObjectMapper json;

    public ContainerErrors(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Failure failure = Failure.ofStatus(response.getStatus());
        String before = MDC.get(ProblemReply.PATH);
        MDC.put(
                ProblemReply.PATH,
                request.getHttpURI() == null
                        ? "/"
                        : String.valueOf(request.getHttpURI().getPath()));
        try {
            byte[] body = json.writeValueAsBytes(ProblemReply.document(new ProblemException(failure)));
            response.setStatus(failure.status());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemReply.MEDIA_TYPE);
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            if (failure.status() == 503) {
                response.getHeaders().put(new HttpField(HttpHeader.RETRY_AFTER, "5"));
            }
            response.write(true, ByteBuffer.wrap(body), callback);
        } finally {
            restore(before);
        }
        return true;
    }

    private static void restore(@org.jspecify.annotations.Nullable String path) {
        if (path == null) {
            MDC.remove(ProblemReply.PATH);
        } else {
            MDC.put(ProblemReply.PATH, path);
        }
    }
}
