package dev.viva.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a simulation tells the program that started it, once its people have left.
 *
 * @param repeated how many requests were sent again
 * @param compared how many transcripts were compared with what was said
 * @param encounters how many should have been
 */
record Outcome(int repeated, int compared, int encounters) {
    void write(Path file) throws IOException {
        Files.writeString(file, repeated + " " + compared + " " + encounters);
    }

    static Outcome read(Path file) throws IOException {
        int[] numbers = Stream.of(Files.readString(file).split(" "))
                .mapToInt(Integer::parseInt)
                .toArray();
        return new Outcome(numbers[0], numbers[1], numbers[2]);
    }

    /** A student who did not finish compared nothing: that is not a success. */
    List<String> problems() {
        return compared == encounters
                ? List.of()
                : List.of("of " + encounters + " transcripts " + compared + " were compared with what was said");
    }
}
