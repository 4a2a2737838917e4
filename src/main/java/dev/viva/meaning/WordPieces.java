package dev.viva.meaning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Cuts a sentence into the pieces of words that a BERT model knows: lower case, without accents, the longest known
 * piece first.
 */
final class WordPieces {
    private static final int MAX_PIECES = 128;
    private static final int MAX_WORD = 100;
    private static final String CONTINUED = "##";

    private final Map<String, Long> ids;
    private final long unknown;
    private final long begin;
    private final long end;

    private WordPieces(Map<String, Long> ids) {
        this.ids = ids;
        this.unknown = id("[UNK]");
        this.begin = id("[CLS]");
        this.end = id("[SEP]");
    }

    /** @param tokenizer a tokenizer.json of Hugging Face, of type WordPiece, for lower-case text */
    static WordPieces read(InputStream tokenizer) throws IOException {
        JsonNode model = new ObjectMapper().readTree(tokenizer).path("model");
        Map<String, Long> ids = new HashMap<>();
        model.path("vocab")
                .properties()
                .forEach(piece -> ids.put(piece.getKey(), piece.getValue().asLong()));
        return new WordPieces(ids);
    }

    /** The ids of the pieces, with the marks of begin and end. */
    long[] ids(String sentence) {
        List<Long> pieces = new ArrayList<>();
        pieces.add(begin);
        for (String word : words(sentence)) {
            pieces.addAll(pieces(word));
        }
        return pieces.size() < MAX_PIECES ? ended(pieces) : ended(pieces.subList(0, MAX_PIECES - 1));
    }

    private long[] ended(List<Long> pieces) {
        long[] all = new long[pieces.size() + 1];
        for (int i = 0; i < pieces.size(); i++) {
            all[i] = pieces.get(i);
        }
        all[pieces.size()] = end;
        return all;
    }

    private List<Long> pieces(String word) {
        List<Long> pieces = new ArrayList<>();
        int start = 0;
        while (start < word.length() && word.length() <= MAX_WORD) {
            int stop = word.length();
            Long id = null;
            while (stop > start && id == null) {
                id = ids.get((start > 0 ? CONTINUED : "") + word.substring(start, stop));
                stop -= id == null ? 1 : 0;
            }
            if (id == null) {
                return List.of(unknown);
            }
            pieces.add(id);
            start = stop;
        }
        return pieces.isEmpty() ? List.of(unknown) : pieces;
    }

    /** Words and single marks; spaces and control characters separate them. */
    private static List<String> words(String sentence) {
        String plain = Normalizer.normalize(sentence.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
        List<String> words = new ArrayList<>();
        var word = new StringBuilder();
        plain.codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .forEach(c -> {
                    boolean mark = isMark(c);
                    if ((mark || Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c))
                            && !word.isEmpty()) {
                        words.add(word.toString());
                        word.setLength(0);
                    }
                    if (mark) {
                        words.add(Character.toString(c));
                    } else if (!Character.isWhitespace(c) && !Character.isSpaceChar(c) && !Character.isISOControl(c)) {
                        word.appendCodePoint(c);
                    }
                });
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    private static boolean isMark(int c) {
        boolean ascii = c >= 33 && c < 127 && !Character.isLetterOrDigit(c);
        return ascii
                || Character.isIdeographic(c)
                || switch (Character.getType(c)) {
                    case Character.CONNECTOR_PUNCTUATION,
                            Character.DASH_PUNCTUATION,
                            Character.START_PUNCTUATION,
                            Character.END_PUNCTUATION,
                            Character.INITIAL_QUOTE_PUNCTUATION,
                            Character.FINAL_QUOTE_PUNCTUATION,
                            Character.OTHER_PUNCTUATION -> true;
                    default -> false;
                };
    }

    private long id(String piece) {
        Long id = ids.get(piece);
        if (id == null) {
            throw new IllegalArgumentException("the tokenizer has no piece " + piece);
        }
        return id;
    }
}
