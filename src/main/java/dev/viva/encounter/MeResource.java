package dev.viva.encounter;

import dev.viva.access.SessionAccess;
import dev.viva.api.MeApi;
import dev.viva.limits.HeldText;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** What students who log in see of themselves. */
final class MeResource implements MeApi {
    private final SessionList list;
    private final OwnData data;
    private final HeldText held;

    MeResource(SessionList list, OwnData data, HeldText held) {
        this.list = list;
        this.data = data;
        this.held = held;
    }

    @Override
    public Response listMySessions(
            Principal caller, @Nullable String cursor, Integer limit, @Nullable String ifNoneMatch) {
        return list.pageOf(SessionAccess.requireStudent(caller).id(), cursor, limit);
    }

    @Override
    public Response exportMyData(Principal caller) {
        String owner = SessionAccess.requireStudent(caller).id();
        held.take(OwnData.MAX_HELD); // once the reply has begun, it cannot be refused any more
        StreamingOutput written = out -> data.write(owner, out);
        return Response.ok(written).build();
    }
}
