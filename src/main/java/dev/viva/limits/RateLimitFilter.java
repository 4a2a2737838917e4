package dev.viva.limits;

import com.codahale.metrics.MetricRegistry;
import dev.viva.address.ClientAddress;
import dev.viva.problem.Failure;
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
 * Applies to each operation the policy that the contract names, adds its headers to every reply and counts refusals. It
 * runs before authentication, so that guessing the faculty key is limited too. It only checks whether a credential is
 * the session's grant, whose signature cannot be guessed.
 */
@Priority(Priorities.AUTHENTICATION - 100)
final class RateLimitFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private final Map<String, Limited> operations;
    private final AddressFactors factors;
    private final Membership membership;
    private final RateLimiter limiter;
    private final MetricRegistry metrics;

    /** @param operations the limited operations, by operation id */
    RateLimitFilter(
            Map<String, Limited> operations,
            AddressFactors factors,
            Membership membership,
            RateLimiter limiter,
            MetricRegistry metrics) {
        this.operations = operations;
        this.factors = factors;
        this.membership = membership;
        this.limiter = limiter;
        this.metrics = metrics;
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
            if (response.getStatus() == Failure.QUOTA_EXCEEDED.status()) {
                String policy = taken.limited().policy().name();
                metrics.counter("viva.limits.refused." + policy).inc();
            }
        }
    }

    private @Nullable Limited limited(ContainerRequestContext request) {
        ResourceMethod matched = ((ExtendedUriInfo) request.getUriInfo()).getMatchedResourceMethod();
        return matched == null
                ? null
                : operations.get(matched.getInvocable().getDefinitionMethod().getName());
    }

    /**
     * Only callers with a session's grant are charged to its buckets. Callers who only know its id take from their
     * address's bucket for outsiders. Callers with a grant take from another bucket of the address, so that an outsider
     * behind the same address cannot block them.
     */
    private LimitSubject subject(ContainerRequestContext request) {
        if (!(request.getProperty(ClientAddress.ATTRIBUTE) instanceof InetAddress address)) {
            throw new IllegalStateException("no client address: install with RateLimits.install");
        }
        var user = (String) request.getProperty(LimitSubject.USER);
        String session = request.getUriInfo().getPathParameters().getFirst("session_id");
        @Nullable String credential = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (credential != null && membership.isFaculty(credential)) {
            return new LimitSubject(address, LimitSubject.Share.faculty(factors.of(address)), null, user);
        }
        if (session == null) {
            return new LimitSubject(address, LimitSubject.Share.of(factors.of(address)), null, user);
        }
        return credential != null && membership.admits(session, credential)
                ? new LimitSubject(address, LimitSubject.Share.insiders(factors.of(address)), session, user)
                : new LimitSubject(address, LimitSubject.Share.OUTSIDERS, null, user);
    }
}
