package dev.viva.limits;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.address.ClientAddress;
import dev.viva.address.Membership;
import dev.viva.address.Membership.Bearer;
import dev.viva.limits.LimitSubject.Share;
import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.jspecify.annotations.Nullable;

/**
 * Applies to each operation the policy that the contract names, adds its headers to every reply and counts refusals. It
 * runs before authentication, so that guesses are slowed before they are answered.
 */
@Priority(Priorities.AUTHENTICATION - 100)
public final class RateLimitFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private final Map<String, Limited> operations;
    private final AddressFactors factors;
    private final Membership membership;
    private final RateLimiter limiter;
    private final RateLimitCost costs;
    private final WrongCredentials wrongCredentials;
    private final MetricRegistry metrics;

    /** @param operations the limited operations, by operation id */
    RateLimitFilter(
            Map<String, Limited> operations,
            AddressFactors factors,
            Membership membership,
            RateLimiter limiter,
            WrongCredentials wrongCredentials,
            MetricRegistry metrics) {
        this.operations = operations;
        this.factors = factors;
        this.membership = membership;
        this.limiter = limiter;
        this.costs = new RateLimitCost(limiter);
        this.wrongCredentials = wrongCredentials;
        this.metrics = metrics;
    }

    /**
     * Takes from the limits of a session's operation before the framework handles its request, which then takes nothing
     * more.
     *
     * @param authorization shows a grant of the session
     * @throws dev.viva.problem.ProblemException {@code quota_exceeded}
     */
    public void take(HttpServletRequest request, String operation, String session, String authorization) {
        Bearer bearer = membership.bearer(operation, session, authorization);
        Limited limited = operations.get(operation);
        if (limited != null) {
            LimitSubject subject = subject(session, address(request.getAttribute(ClientAddress.ATTRIBUTE)), bearer);
            var taken = new LimitDecision(limited, subject, limiter.take(limited.policy(), subject));
            request.setAttribute(LimitDecision.PROPERTY, taken);
            taken.orThrow();
        }
    }

    /**
     * Charges what the valid body costs, in the same way.
     *
     * @throws dev.viva.problem.ProblemException {@code quota_exceeded}
     */
    public void charge(HttpServletRequest request, JsonNode body) {
        if (request.getAttribute(LimitDecision.PROPERTY) instanceof LimitDecision taken) {
            costs.charge(taken, body, decision -> request.setAttribute(LimitDecision.PROPERTY, decision));
        }
    }

    /** Adds the headers to a reply that the framework does not write. */
    public void describe(HttpServletRequest request, HttpServletResponse response) {
        if (request.getAttribute(LimitDecision.PROPERTY) instanceof LimitDecision taken) {
            response.setHeader(RateLimitHeaders.POLICY, RateLimitHeaders.policy(taken.verdict()));
            response.setHeader(RateLimitHeaders.LIMIT, RateLimitHeaders.limit(taken.verdict()));
        }
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getProperty(LimitDecision.PROPERTY) instanceof LimitDecision taken) {
            taken.orThrow();
            return;
        }
        @Nullable String operation = operation(request);
        if (operation == null) {
            return;
        }
        InetAddress address = address(request.getProperty(ClientAddress.ATTRIBUTE));
        Bearer bearer = bearer(request, operation);
        guessed(bearer, address).ifPresent(refusal -> {
            request.setProperty(LimitDecision.PROPERTY, refusal);
            refusal.orThrow();
        });
        Limited limited = operations.get(operation);
        if (limited != null) {
            LimitSubject subject = subject(session(request), address, bearer);
            var taken = new LimitDecision(limited, subject, limiter.take(limited.policy(), subject));
            request.setProperty(LimitDecision.PROPERTY, taken);
            taken.orThrow();
        }
    }

    private Optional<LimitDecision> guessed(Bearer bearer, InetAddress address) {
        return switch (bearer.kind()) {
            case WRONG -> wrongCredentials.wrong(address);
            case CLASS -> wrongCredentials.code(address, String.valueOf(bearer.payer()));
            case CODE -> wrongCredentials.otherCode(address, String.valueOf(bearer.payer()));
            case OUTSIDER, FACULTY, HOLDER, OBSERVER, STUDENT -> Optional.empty();
        };
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(LimitDecision.PROPERTY) instanceof LimitDecision taken) {
            response.getHeaders().putSingle(RateLimitHeaders.POLICY, RateLimitHeaders.policy(taken.verdict()));
            response.getHeaders().putSingle(RateLimitHeaders.LIMIT, RateLimitHeaders.limit(taken.verdict()));
            // The status does not say it: a budget and a bound on streams refuse with the same.
            if (taken.refuses()) {
                String policy = taken.limited().policy().name();
                metrics.counter("viva.limits.refused." + policy).inc();
            }
        }
    }

    private static @Nullable String operation(ContainerRequestContext request) {
        ResourceMethod matched = ((ExtendedUriInfo) request.getUriInfo()).getMatchedResourceMethod();
        return matched == null
                ? null
                : matched.getInvocable().getDefinitionMethod().getName();
    }

    private static InetAddress address(@Nullable Object found) {
        if (found instanceof InetAddress address) {
            return address;
        }
        throw new IllegalStateException("no client address: install with RateLimits.install");
    }

    private Bearer bearer(ContainerRequestContext request, String operation) {
        @Nullable String credential = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        return credential == null ? Bearer.OUTSIDER : membership.bearer(operation, session(request), credential);
    }

    private static @Nullable String session(ContainerRequestContext request) {
        return request.getUriInfo().getPathParameters().getFirst("session_id");
    }

    /**
     * Only callers with a session's own grant are charged to its buckets. Callers who only know its id take from their
     * address's bucket for outsiders, and observers from one for observers. Callers with a grant take from another bucket
     * of the address, so that nobody else behind the same address can block them. A class and a student who is logged in
     * have buckets of their own, at any address.
     */
    private LimitSubject subject(@Nullable String session, InetAddress address, Bearer bearer) {
        int factor = factors.of(address);
        String payer = bearer.payer();
        return switch (bearer.kind()) {
            case FACULTY -> new LimitSubject(address, Share.faculty(factor), null, null);
            case HOLDER ->
                new LimitSubject(
                        address,
                        payer == null ? Share.insiders(factor) : Share.paidBy(payer, bearer.factor()),
                        session,
                        null);
            case OBSERVER -> new LimitSubject(address, Share.observers(factor), null, null);
            case CLASS ->
                new LimitSubject(address, Share.paidBy(String.valueOf(payer), bearer.factor()), null, null, true);
            case STUDENT ->
                new LimitSubject(address, Share.paidBy(String.valueOf(payer), bearer.factor()), null, payer);
            case OUTSIDER, CODE, WRONG ->
                new LimitSubject(address, session == null ? Share.of(factor) : Share.OUTSIDERS, null, null);
        };
    }
}
