package dev.viva.limits;

import dev.viva.address.ClientAddress;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.InetAddress;
import java.util.Map;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.jspecify.annotations.Nullable;

/**
 * Holds each operation to the policy that the contract gives it and says so on every reply, the refused and the failed
 * ones too. Runs before authentication, so that guessing the faculty key is limited as well; of a credential it looks
 * at no more than whether it is the session's grant, whose signature cannot be guessed.
 */
@Priority(Priorities.AUTHENTICATION - 100)
final class RateLimitFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private final Map<String, Limited> operations;
    private final AddressFactors factors;
    private final Membership membership;
    private final RateLimiter limiter;

    /** @param operations each limited operation, by operation id */
    RateLimitFilter(
            Map<String, Limited> operations, AddressFactors factors, Membership membership, RateLimiter limiter) {
        this.operations = operations;
        this.factors = factors;
        this.membership = membership;
        this.limiter = limiter;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Limited limited = limited(request);
        if (limited == null) {
            return;
        }
        LimitSubject subject = subject(request);
        var taken = new LimitDecision(limited, subject, limiter.take(limited.policy(), subject));
        request.setProperty(LimitDecision.PROPERTY, taken);
        taken.orThrow();
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(LimitDecision.PROPERTY) instanceof LimitDecision taken) {
            response.getHeaders().putSingle(RateLimitHeaders.POLICY, RateLimitHeaders.policy(taken.verdict()));
            response.getHeaders().putSingle(RateLimitHeaders.LIMIT, RateLimitHeaders.limit(taken.verdict()));
        }
    }

    private @Nullable Limited limited(ContainerRequestContext request) {
        ResourceMethod matched = ((ExtendedUriInfo) request.getUriInfo()).getMatchedResourceMethod();
        return matched == null
                ? null
                : operations.get(matched.getInvocable().getDefinitionMethod().getName());
    }

    /**
     * A session's buckets are charged to the bearers of its grant alone: whoever else knows its id has the address's
     * bucket for outsiders, and sees that one's standing. Bearers have a bucket of their address apart from outsiders',
     * so that a stranger behind the same address stops none of them.
     */
    private LimitSubject subject(ContainerRequestContext request) {
        if (!(request.getProperty(ClientAddress.ATTRIBUTE) instanceof InetAddress address)) {
            throw new IllegalStateException("no client address: install with RateLimits.install");
        }
        var user = (String) request.getProperty(RateLimits.USER);
        String session = request.getUriInfo().getPathParameters().getFirst("session_id");
        if (session == null) {
            return new LimitSubject(address, LimitSubject.Room.of(factors.of(address)), null, user);
        }
        return membership.admits(session, request.getHeaderString(HttpHeaders.AUTHORIZATION))
                ? new LimitSubject(address, LimitSubject.Room.inside(factors.of(address)), session, user)
                : new LimitSubject(address, LimitSubject.Room.OUTSIDE, null, user);
    }
}
