package dev.viva.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.dropwizard.jersey.validation.JerseyViolationException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.io.EOFException;
import java.lang.reflect.Parameter;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.glassfish.jersey.server.ParamException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only exception mapper: it turns every exception of a resource, a filter or the framework into a problem. */
public final class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger log = LoggerFactory.getLogger(ProblemMapper.class);
    /** Not logged per request: these have their own log message or metric. */
    private static final Set<Failure> OUTAGES = Set.of(Failure.STORAGE_UNAVAILABLE, Failure.OVERLOADED);

    @Override
    public Response toResponse(Throwable thrown) {
        return switch (thrown) {
            case ProblemException problem -> ours(problem);
            case ParamException parameter -> parameter(parameter);
            case JerseyViolationException violations -> violations(violations);
            case WebApplicationException framework -> framework(framework);
            case JsonProcessingException json -> ProblemReply.of(new ProblemException(Failure.MALFORMED_BODY));
            case EOFException cut -> ProblemReply.of(new ProblemException(Failure.MALFORMED_BODY));
            default -> unexpected(thrown);
        };
    }

    /** Overrides Jersey's own mapper for these, which is more specific than the general one. */
    public static final class OfViolations implements ExceptionMapper<JerseyViolationException> {
        @Override
        public Response toResponse(JerseyViolationException thrown) {
            return violations(thrown);
        }
    }

    private static Response ours(ProblemException problem) {
        if (problem.failure().status() >= 500 && !OUTAGES.contains(problem.failure())) {
            log.warn("problem: answered {}", problem.failure().code(), problem.getCause());
        }
        return ProblemReply.of(problem);
    }

    /** An invalid path parameter names nothing, so the reply is 404. Other invalid parameters are 400. */
    private static Response parameter(ParamException thrown) {
        if (thrown instanceof ParamException.PathParamException) {
            return ProblemReply.of(new ProblemException(Failure.NOT_FOUND));
        }
        String place = thrown instanceof ParamException.HeaderParamException ? "/header/" : "/query/";
        return ProblemReply.of(
                new ProblemException(Failure.INVALID_PARAMETER).at(place + thrown.getParameterName(), "is malformed"));
    }

    private static Response violations(JerseyViolationException thrown) {
        var problem = new ProblemException(Failure.INVALID_PARAMETER);
        for (ConstraintViolation<?> violation : thrown.getConstraintViolations()) {
            Parameter parameter = parameterOf(violation, thrown);
            if (parameter.isAnnotationPresent(PathParam.class)) {
                return ProblemReply.of(new ProblemException(Failure.NOT_FOUND));
            }
            if (isBody(parameter)) {
                return ProblemReply.of(ProblemException.invalidBody("", "a body is required"));
            }
            problem.at(pointer(parameter), violation.getMessage());
        }
        return ProblemReply.of(problem);
    }

    private static Parameter parameterOf(ConstraintViolation<?> violation, JerseyViolationException thrown) {
        return StreamSupport.stream(violation.getPropertyPath().spliterator(), false)
                .filter(node -> node.getKind() == ElementKind.PARAMETER)
                .map(node -> node.as(Path.ParameterNode.class))
                .map(node -> thrown.getInvocable().getDefinitionMethod().getParameters()[node.getParameterIndex()])
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a reply violates its own constraints"));
    }

    private static boolean isBody(Parameter p) {
        return !p.isAnnotationPresent(QueryParam.class)
                && !p.isAnnotationPresent(HeaderParam.class)
                && !p.isAnnotationPresent(CookieParam.class);
    }

    private static String pointer(Parameter p) {
        QueryParam query = p.getAnnotation(QueryParam.class);
        return query != null
                ? "/query/" + query.value()
                : "/header/" + p.getAnnotation(HeaderParam.class).value();
    }

    private static Response framework(WebApplicationException thrown) {
        Response reported = thrown.getResponse();
        if (reported.getStatus() < 400) {
            return reported;
        }
        Response reply = ProblemReply.of(new ProblemException(Failure.ofStatus(reported.getStatus())));
        if (reported.getStatus() >= 500) {
            log.error("problem: unexpected framework failure", thrown);
        }
        String allow = reported.getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? reply
                : Response.fromResponse(reply).header(HttpHeaders.ALLOW, allow).build();
    }

    private static Response unexpected(Throwable thrown) {
        log.error("problem: unexpected failure", thrown);
        return ProblemReply.of(new ProblemException(Failure.INTERNAL_ERROR));
    }
}
