package dev.viva.debrief.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeaningsTest {
    private static final int DIMENSIONS = WordVectors.shared().dimensions();

    /** Of words as a sentence has them, and of thousands, whose products no double holds. */
    @ParameterizedTest
    @ValueSource(ints = {100, 100_000, 50_000_000, 2_000_000_000})
    void multipliesExactly(int largest) {
        var random = new Random(largest);
        List<int[]> phrases =
                IntStream.range(0, 70).mapToObj(i -> vector(random, 50_000)).toList();
        int[] text = vector(random, largest);
        int[] near = near(phrases, text);
        for (int i = 0; i < near.length; i++) {
            int[] phrase = phrases.get(i);
            int cosine = Exact.cosine(
                    product(text, phrase), Math.sqrt(product(text, text)), Math.sqrt(product(phrase, phrase)));
            assertThat(near[i]).isEqualTo(Math.max(0, cosine));
        }
    }

    private static int[] near(List<int[]> phrases, int[] text) {
        int[] near = new int[phrases.size()];
        new Meanings(phrases).near(text, new double[near.length], near);
        return near;
    }

    private static int[] vector(Random random, int largest) {
        return random.ints(DIMENSIONS, -largest / 8, largest / 8).toArray();
    }

    private static long product(int[] a, int[] b) {
        return IntStream.range(0, a.length)
                .mapToObj(i -> BigInteger.valueOf(a[i]).multiply(BigInteger.valueOf(b[i])))
                .reduce(BigInteger.ZERO, BigInteger::add)
                .longValueExact();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void nothingIsNearNothing(int words) {
        int[] text = new int[DIMENSIONS];
        text[0] = words;
        assertThat(near(List.of(new int[DIMENSIONS]), text)).containsExactly(0);
    }
}
