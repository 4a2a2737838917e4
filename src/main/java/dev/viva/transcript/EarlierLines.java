package dev.viva.transcript;

import dev.viva.model.Phase;
import dev.viva.model.Role;
import dev.viva.model.Turn;
import dev.viva.session.CaseNames;
import dev.viva.session.Session;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lines that an earlier version stored, which say neither phase nor speaker. The events of the session's phases and its
 * frozen case tell both.
 */
final class EarlierLines {
    private final CaseNames names;
    private final EventJson json;

    EarlierLines(CaseNames names, EventJson json) {
        this.names = names;
        this.json = json;
    }

    /** The turns, each with its phase and its speaker. */
    List<Turn> complete(EventDao events, Session session, List<Turn> turns) {
        if (turns.stream().allMatch(turn -> turn.phase() != null)) {
            return turns;
        }
        TreeMap<Long, Phase> phases = events.phases(session.id()).stream()
                .map(row -> json.read(row.payload()))
                .collect(Collectors.toMap(
                        event -> Objects.requireNonNull(event.seq()),
                        event -> Objects.requireNonNull(event.phase()),
                        (one, other) -> other,
                        TreeMap::new));
        String speaker =
                session.subject().roleId() == null ? null : names.names(session).speaker();
        return turns.stream()
                .map(turn -> turn.phase() == null ? with(phase(phases, turn.seq()), speaker, turn) : turn)
                .toList();
    }

    private static Phase phase(TreeMap<Long, Phase> phases, long seq) {
        Map.Entry<Long, Phase> last = phases.floorEntry(seq);
        return last == null ? Phase.SUBJECTIVE : last.getValue();
    }

    private static Turn with(Phase phase, @Nullable String speaker, Turn turn) {
        return new Turn(
                turn.seq(),
                turn.itemId(),
                turn.role(),
                turn.role() == Role.PATIENT ? speaker : null,
                phase,
                turn.text(),
                turn.source(),
                turn.late(),
                turn.revised(),
                turn.unconfirmed(),
                turn.interrupted(),
                turn.previousItemId(),
                turn.startedAt(),
                turn.finalizedAt(),
                turn.createdAt(),
                turn.media());
    }
}
