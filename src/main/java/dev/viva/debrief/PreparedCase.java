package dev.viva.debrief;

import dev.viva.debrief.evidence.CaseIndex;
import dev.viva.debrief.fidelity.Knowledge;
import dev.viva.patient.CasePair;

/** What debriefs compare with a conversation: computed once for a case, and used for all its encounters. Immutable. */
record PreparedCase(CasePair pair, CaseIndex index, Knowledge knowledge) {
    static PreparedCase of(CasePair pair, Rules rules) {
        return new PreparedCase(pair, CaseIndex.of(pair, rules.bank()), new Knowledge(pair));
    }
}
