package dev.viva.limits;

import com.codahale.metrics.MetricRegistry;
import dev.viva.problem.Failure;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;

/** Counts what limits refuse, by policy: a class that meets a limit is seen before somebody complains. */
final class RefusalCount implements ContainerResponseFilter {
    private final MetricRegistry metrics;

    RefusalCount(MetricRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == Failure.QUOTA_EXCEEDED.status()
                && request.getProperty(LimitDecision.PROPERTY) instanceof LimitDecision taken) {
            metrics.counter("viva.limits.refused." + taken.limited().policy().name())
                    .inc();
        }
    }
}
