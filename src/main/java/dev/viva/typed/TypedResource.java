package dev.viva.typed;

import dev.viva.access.SessionAccess;
import dev.viva.api.TypedApi;
import dev.viva.model.TypedLine;
import jakarta.ws.rs.core.Response;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Accepts lines typed to the patient. */
final class TypedResource implements TypedApi {
    private final SessionAccess access;
    private final TypedLines lines;

    TypedResource(SessionAccess access, TypedLines lines) {
        this.access = access;
        this.lines = lines;
    }

    @Override
    public Response say(Principal caller, String sessionId, TypedLine line, @Nullable Integer latestCall) {
        var said = lines.say(access.id(caller, sessionId), line, latestCall);
        return Response.status(said.created() ? 201 : 200)
                .entity(said.receipt())
                .build();
    }
}
