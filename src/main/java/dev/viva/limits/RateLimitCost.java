package dev.viva.limits;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.contract.BodyValidation;
import dev.viva.contract.RateLimit;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Charges a request whose body makes it count more than once, or in another policy, after its body is validated. If a
 * limit then refuses, the token that {@link RateLimitFilter} took is not given back: otherwise refused requests could
 * send large bodies for free.
 */
@Priority(Priorities.USER - 100)
final class RateLimitCost implements ReaderInterceptor {
    private final RateLimiter limiter;

    RateLimitCost(RateLimiter limiter) {
        this.limiter = limiter;
    }

    @Override
    public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        Object entity = context.proceed();
        if (context.getProperty(LimitDecision.PROPERTY) instanceof LimitDecision taken
                && context.getProperty(BodyValidation.BODY) instanceof JsonNode body) {
            charge(taken, body, decision -> context.setProperty(LimitDecision.PROPERTY, decision));
        }
        return entity;
    }

    /** @param keep keeps a decision that takes the place of the one that was taken, before it refuses */
    void charge(LimitDecision taken, JsonNode body, Consumer<LimitDecision> keep) {
        chargePerson(taken, body, keep);
        Policy instead = taken.limited().instead();
        if (instead != null && taken.limited().how().insteadApplies(body)) {
            exchange(taken, instead, keep);
        } else {
            chargeMore(taken, body, keep);
        }
    }

    /**
     * One person of a class may not use up its limit: what is refused to that person is given back to the class. The
     * class's other limits stay as they are.
     */
    private void chargePerson(LimitDecision taken, JsonNode body, Consumer<LimitDecision> keep) {
        JsonPointer person = taken.limited().how().person();
        String name = person == null ? "" : body.at(person).asText().strip();
        LimitSubject subject = name.isEmpty() ? null : taken.subject().person(name);
        if (subject != null) {
            Policy policy = taken.limited().policy();
            Verdict verdict = limiter.take(policy, subject);
            if (!verdict.allowed()) {
                limiter.refund(policy, taken.subject());
                var refusal = new LimitDecision(taken.limited(), subject, verdict);
                keep.accept(refusal);
                refusal.orThrow();
            }
        }
    }

    private void exchange(LimitDecision taken, Policy instead, Consumer<LimitDecision> keep) {
        var limited = new Limited(instead, null, taken.limited().how());
        var other = new LimitDecision(limited, taken.subject(), limiter.take(instead, taken.subject()));
        keep.accept(other);
        other.orThrow();
        limiter.refund(taken.limited().policy(), taken.subject());
    }

    private void chargeMore(LimitDecision taken, JsonNode body, Consumer<LimitDecision> keep) {
        RateLimit.Cost cost = taken.limited().how().cost();
        int more = cost == null ? 0 : cost.of(body) - 1;
        if (more > 0) {
            Verdict verdict = limiter.takeMore(taken.limited().policy(), taken.subject(), more);
            var all = new LimitDecision(taken.limited(), taken.subject(), verdict);
            keep.accept(all);
            all.orThrow();
        }
    }
}
