package dev.viva.review;

import dev.viva.access.SessionAccess;
import dev.viva.api.ReviewsApi;
import dev.viva.model.NewReview;
import dev.viva.model.ReviewList;
import dev.viva.session.Session;
import jakarta.ws.rs.core.Response;
import java.security.Principal;

/** Asking for proposals and reading them, for faculty alone. Thread-safe. */
final class ReviewResource implements ReviewsApi {
    private final SessionAccess access;
    private final Reviews reviews;
    private final Precision precision;

    ReviewResource(SessionAccess access, Reviews reviews, Precision precision) {
        this.access = access;
        this.reviews = reviews;
        this.precision = precision;
    }

    @Override
    public Response reviewSession(Principal caller, String sessionId, NewReview wish) {
        Session session = access.forFaculty(caller, sessionId);
        return Response.ok(reviews.ask(session, wish.rubricId())).build();
    }

    @Override
    public Response listReviews(Principal caller, String sessionId) {
        Session session = access.forFaculty(caller, sessionId);
        return Response.ok(new ReviewList(reviews.list(session))).build();
    }

    @Override
    public Response getReviewPrecision(Principal caller) {
        SessionAccess.requireFaculty(caller);
        return Response.ok(precision.report()).build();
    }
}
