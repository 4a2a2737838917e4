package dev.viva.patient;

import com.fasterxml.jackson.core.JsonProcessingException;

/**
 * A pair as it was when a session began, so that a later change of the content changes neither a running encounter nor what
 * a transcript says the patient was told. It holds the diagnosis: it is stored and never sent.
 *
 * @param digest SHA-256 of the text, lower-case hex; the key under which the text is stored once
 * @param json the pair as canonical JSON
 */
public record FrozenCase(String digest, String json) {
    /** The pair as it is now, to be stored with a session. */
    public static FrozenCase of(CasePair pair) {
        String json = CanonicalJson.write(pair);
        return new FrozenCase(CanonicalJson.digest(json), json);
    }

    /**
     * The pair that was frozen.
     *
     * @throws IllegalStateException when the text is not the one that the digest was made of
     */
    public CasePair thaw() {
        if (!CanonicalJson.digest(json).equals(digest)) {
            throw new IllegalStateException("the stored case " + digest + " is not the one that was frozen");
        }
        try {
            return CanonicalJson.read(json, CasePair.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored case " + digest + " cannot be read", e);
        }
    }

    /** The digest alone: the text holds the diagnosis and must not reach a log. */
    @Override
    public String toString() {
        return "FrozenCase[" + digest + "]";
    }
}
