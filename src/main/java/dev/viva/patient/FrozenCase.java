package dev.viva.patient;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.viva.content.CanonicalJson;

/**
 * A pair as it was when a session began. A later change of the content then changes neither a running encounter nor the
 * instructions that belong to a transcript. It contains the diagnosis: it is stored and never sent.
 *
 * @param digest SHA-256 of the text, lower-case hex; the key under which the text is stored once
 * @param json the pair as canonical JSON
 */
public record FrozenCase(String digest, String json) {
    /** Freezes the pair as it is now, to store it with a session. */
    public static FrozenCase of(CasePair pair) {
        String json = CanonicalJson.write(pair);
        return new FrozenCase(CanonicalJson.digest(json), json);
    }

    /**
     * The pair that was frozen, in the present model.
     *
     * @throws IllegalStateException when the text does not match the digest
     */
    public CasePair thaw() {
        if (!CanonicalJson.digest(json).equals(digest)) {
            throw new IllegalStateException("the stored case " + digest + " does not match its digest");
        }
        try {
            return CanonicalJson.read(EarlierCase.migrated(CanonicalJson.tree(json)), CasePair.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot read the stored case " + digest, e);
        }
    }

    /** Only the digest: the text contains the diagnosis, which must not reach a log. */
    @Override
    public String toString() {
        return "FrozenCase[" + digest + "]";
    }
}
