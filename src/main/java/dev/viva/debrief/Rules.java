package dev.viva.debrief;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.Resources;
import dev.viva.content.CanonicalJson;
import dev.viva.model.StandardQuestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The rules of a debrief. Immutable.
 *
 * @param digest of all that decides a result besides the lines and the case: the version, the lists and the bank
 * @param bank the standard questions to which cases refer
 */
public record Rules(String digest, List<StandardQuestion> bank) {
    /** Changes with every change of a rule. */
    public static final String VERSION = "2027.12";

    private static final List<String> LISTS = List.of(
            "evidence/concepts.txt",
            "evidence/evasions.txt",
            "evidence/invitations.txt",
            "evidence/word-vectors.bin",
            "fidelity/claim-weights.txt",
            "fidelity/claim-words.txt",
            "fidelity/findings.txt",
            "fidelity/word-classes.txt",
            "measure/backchannels.txt",
            "measure/communication.txt",
            "measure/jargon.tsv");

    public static Rules of(List<StandardQuestion> bank) {
        Hasher sha = Hashing.sha256().newHasher().putString(VERSION, StandardCharsets.UTF_8);
        for (String list : LISTS) {
            sha.putBytes(bytes(list));
        }
        sha.putString(CanonicalJson.write(bank), StandardCharsets.UTF_8);
        return new Rules(sha.hash().toString(), List.copyOf(bank));
    }

    private static byte[] bytes(String list) {
        try {
            return Resources.toByteArray(Resources.getResource(Rules.class, list));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
