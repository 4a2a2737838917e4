package dev.viva.limits;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.jspecify.annotations.Nullable;

/**
 * Holds each operation to the policy that the contract gives it and says so on every reply, the refused and the failed
 * ones too. Runs before authentication, so that guessing credentials is limited as well.
 */
@Priority(Priorities.AUTHENTICATION - 100)
final class RateLimitFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String TAKEN = "viva.rate_limit";
    private static final int PARTIAL_TAKEN = 202;
    /** The contract's longest session id. What is longer names no session and would only fill the memory. */
    private static final int LONGEST_SESSION_ID = 64;

    private record Taken(Policy policy, LimitSubject subject, Verdict verdict) {}

    private final Map<String, Policy> policies;
    private final List<AddressMultiplier> multipliers;
    private final RateLimiter limiter;

    /** @param policies the policy of each limited operation, by operation id */
    RateLimitFilter(Map<String, Policy> policies, List<AddressMultiplier> multipliers, RateLimiter limiter) {
        this.policies = policies;
        this.multipliers = multipliers;
        this.limiter = limiter;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Policy policy = policyOf(request);
        if (policy == null) {
            return;
        }
        LimitSubject subject = subject(request);
        Verdict verdict = limiter.take(policy, subject);
        request.setProperty(TAKEN, new Taken(policy, subject, verdict));
        if (!verdict.allowed()) {
            var problem = new ProblemException(Failure.QUOTA_EXCEEDED)
                    .retryAfter(verdict.tightest().left());
            verdict.violated().forEach(problem::violating);
            throw problem;
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(TAKEN) instanceof Taken taken) {
            // A partial line is not stored and must not use up what the final ones need.
            Verdict verdict = response.getStatus() == PARTIAL_TAKEN
                    ? limiter.refund(taken.policy(), taken.subject())
                    : taken.verdict();
            response.getHeaders().putSingle(RateLimitHeaders.POLICY, RateLimitHeaders.policy(verdict));
            response.getHeaders().putSingle(RateLimitHeaders.LIMIT, RateLimitHeaders.limit(verdict));
        }
    }

    private @Nullable Policy policyOf(ContainerRequestContext request) {
        ResourceMethod matched = ((ExtendedUriInfo) request.getUriInfo()).getMatchedResourceMethod();
        return matched == null
                ? null
                : policies.get(matched.getInvocable().getDefinitionMethod().getName());
    }

    private LimitSubject subject(ContainerRequestContext request) {
        if (!(request.getProperty(RateLimits.CLIENT_ADDRESS) instanceof InetAddress address)) {
            throw new IllegalStateException("no client address: install with RateLimits.install");
        }
        String session = request.getUriInfo().getPathParameters().getFirst("session_id");
        boolean named = session != null && session.length() <= LONGEST_SESSION_ID;
        return new LimitSubject(
                address, factor(address), named ? session : null, (String) request.getProperty(RateLimits.USER));
    }

    private int factor(InetAddress address) {
        return multipliers.stream()
                .filter(m -> m.network().contains(address))
                .max(Comparator.comparingInt(m -> m.network().prefix()))
                .map(AddressMultiplier::factor)
                .orElse(1);
    }
}
