package dev.viva.history;

import dev.viva.history.History.Shown;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Reading order and digest, implemented again from the contract alone, as simply as possible. */
final class NaiveOrder {
    private static final Comparator<Shown> BEGUN =
            Comparator.comparing(Shown::begun).thenComparing(Shown::seq);

    private NaiveOrder() {}

    static List<Shown> of(List<Shown> turns) {
        var ordered = new ArrayList<Shown>();
        turns.stream()
                .filter(turn -> turns.stream().noneMatch(other -> other.item().equals(turn.previous())))
                .sorted(BEGUN)
                .forEach(first -> add(first, turns, ordered));
        turns.stream().filter(turn -> !ordered.contains(turn)).sorted(BEGUN).forEach(ordered::add);
        return ordered;
    }

    private static void add(Shown turn, List<Shown> turns, List<Shown> ordered) {
        ordered.add(turn);
        turns.stream()
                .filter(next -> Objects.equals(next.previous(), turn.item()))
                .sorted(BEGUN)
                .forEach(next -> add(next, turns, ordered));
    }

    static String digest(List<Shown> ordered) {
        var text = new StringBuilder();
        for (Shown turn : ordered) {
            int bytes = turn.text().getBytes(StandardCharsets.UTF_8).length;
            text.append("%s\n%s\n%d\n%s\n".formatted(turn.item(), turn.role(), bytes, turn.text()));
        }
        try {
            byte[] sha =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
