package dev.viva.examination;

import dev.viva.access.Faculty;
import dev.viva.access.SessionAccess;
import dev.viva.api.ExaminationApi;
import dev.viva.model.ExaminationAsker;
import dev.viva.model.NewExamination;
import dev.viva.session.Session;
import jakarta.ws.rs.core.Response;
import java.security.Principal;

/** Performs tests for the page's panel, and serves what the patient showed. Thread-safe. */
final class ExaminationResource implements ExaminationApi {
    private final SessionAccess access;
    private final Examinations examinations;

    ExaminationResource(SessionAccess access, Examinations examinations) {
        this.access = access;
        this.examinations = examinations;
    }

    @Override
    public Response examine(Principal caller, String sessionId, NewExamination test) {
        // A repeated request gets the finding again.
        Session session = access.released(caller, access.session(caller, sessionId));
        var asked = new AskedTest(
                test.itemId(), test.testId(), test.side(), Boolean.TRUE.equals(test.consent()), ExaminationAsker.PANEL);
        var performed = examinations.perform(session, asked);
        return Response.status(performed.created() ? 201 : 200)
                .entity(performed.receipt(session.id()))
                .build();
    }

    @Override
    public Response getMedia(Principal caller, String sessionId, String mediaId) {
        boolean faculty = caller instanceof Faculty;
        Session session = access.transcript(caller, sessionId);
        return Response.ok(examinations.media(session, mediaId, faculty)).build();
    }
}
